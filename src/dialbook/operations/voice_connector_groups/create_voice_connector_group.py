"""CreateVoiceConnectorGroup: creates a group of voice connectors, which may be in different regions."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_groups import (
    CreateVoiceConnectorGroupRequest,
    CreateVoiceConnectorGroupResponse,
)
from dialbook.domain.voice_connectors import VoiceConnectorGroup, refuse_unfit_members
from dialbook.operations.context import Context
from dialbook.operations.memberships import members_of, put_group
from dialbook.operations.quotas import refuse_one_more
from dialbook.operations.voice_connector_groups.view import view


async def create_voice_connector_group(
    request: CreateVoiceConnectorGroupRequest, ctx: Context
) -> CreateVoiceConnectorGroupResponse:
    """Make one group, with or without members, if the account may have one more."""
    members = members_of(request.voice_connector_items or ())
    refuse_unfit_members(members, ctx.rules, too_many="ResourceLimitExceeded")
    await refuse_one_more(ctx, VoiceConnectorGroup, {}, ctx.rules.voice_connector_group_quota)
    group = VoiceConnectorGroup(
        account=ctx.account,
        voice_connector_group_id=ctx.ids.guid(),
        name=request.name,
        members=members,
        call_distribution_type=request.call_distribution_type,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    await put_group(group, (), ctx)
    return CreateVoiceConnectorGroupResponse(voice_connector_group=view(group))
