"""UpdateVoiceConnectorGroup: updates the settings for the specified group, and replaces its voice connectors."""

from __future__ import annotations

import msgspec

from dialbook.contract.voice.voice_connector_groups import (
    UpdateVoiceConnectorGroupRequest,
    UpdateVoiceConnectorGroupResponse,
)
from dialbook.domain.voice_connectors import VoiceConnectorGroup, refuse_unfit_members
from dialbook.operations.context import Context
from dialbook.operations.memberships import members_of, put_group
from dialbook.operations.voice_connector_groups.view import view


async def update_voice_connector_group(
    request: UpdateVoiceConnectorGroupRequest, ctx: Context
) -> UpdateVoiceConnectorGroupResponse:
    """Give one group its name and its members, all anew; without a CallDistributionType it keeps the one it has. Our choice."""
    members = members_of(request.voice_connector_items)
    refuse_unfit_members(members, ctx.rules, too_many="BadRequest")  # the operation models no ResourceLimitExceeded
    group = await ctx.tx.get(VoiceConnectorGroup, (ctx.account, request.voice_connector_group_id))
    revised = msgspec.structs.replace(
        group,
        name=request.name,
        members=members,
        call_distribution_type=request.call_distribution_type or group.call_distribution_type,
        updated_at=ctx.now,
    )
    await put_group(revised, group.members, ctx)
    return UpdateVoiceConnectorGroupResponse(voice_connector_group=view(revised))
