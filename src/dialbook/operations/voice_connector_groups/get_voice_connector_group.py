"""GetVoiceConnectorGroup: retrieves details for the specified group, such as its name and its voice connectors."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_groups import (
    GetVoiceConnectorGroupRequest,
    GetVoiceConnectorGroupResponse,
)
from dialbook.domain.voice_connectors import VoiceConnectorGroup
from dialbook.operations.context import Context
from dialbook.operations.voice_connector_groups.view import view


async def get_voice_connector_group(
    request: GetVoiceConnectorGroupRequest, ctx: Context
) -> GetVoiceConnectorGroupResponse:
    """Show one group."""
    group = await ctx.tx.get(VoiceConnectorGroup, (ctx.account, request.voice_connector_group_id))
    return GetVoiceConnectorGroupResponse(voice_connector_group=view(group))
