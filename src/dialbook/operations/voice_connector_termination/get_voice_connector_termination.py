"""GetVoiceConnectorTermination: retrieves the termination setting details for the specified voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_termination import (
    GetVoiceConnectorTerminationRequest,
    GetVoiceConnectorTerminationResponse,
    Termination,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import existing


async def get_voice_connector_termination(
    request: GetVoiceConnectorTerminationRequest, ctx: Context
) -> GetVoiceConnectorTerminationResponse:
    """Show who may call through a voice connector, and where to."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    termination = await existing(request.voice_connector_id, Termination, ctx)
    return GetVoiceConnectorTerminationResponse(termination=termination)
