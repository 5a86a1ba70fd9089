"""GetVoiceConnectorTerminationHealth: retrieves when a SIP OPTIONS ping was last received.

Differs from AWS: no SIP arrives, so time and source are null.
"""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_termination import (
    GetVoiceConnectorTerminationHealthRequest,
    GetVoiceConnectorTerminationHealthResponse,
    TerminationHealth,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context


async def get_voice_connector_termination_health(
    request: GetVoiceConnectorTerminationHealthRequest, ctx: Context
) -> GetVoiceConnectorTerminationHealthResponse:
    """Show that no ping was received: no SIP arrives here. Our choice: a time and a source that are null, not NotFound."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    return GetVoiceConnectorTerminationHealthResponse(termination_health=TerminationHealth())
