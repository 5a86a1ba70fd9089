"""GetVoiceConnectorOrigination: retrieves the origination settings for the specified voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    GetVoiceConnectorOriginationRequest,
    GetVoiceConnectorOriginationResponse,
    Origination,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import existing


async def get_voice_connector_origination(
    request: GetVoiceConnectorOriginationRequest, ctx: Context
) -> GetVoiceConnectorOriginationResponse:
    """Show where a voice connector's calls go."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    origination = await existing(request.voice_connector_id, Origination, ctx)
    return GetVoiceConnectorOriginationResponse(origination=origination)
