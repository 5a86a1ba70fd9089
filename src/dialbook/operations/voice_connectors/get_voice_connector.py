"""GetVoiceConnector: retrieves details for the specified voice connector, such as its name, outbound host and encryption."""

from __future__ import annotations

from dialbook.contract.voice.voice_connectors import GetVoiceConnectorRequest, GetVoiceConnectorResponse
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.voice_connectors.view import view


async def get_voice_connector(request: GetVoiceConnectorRequest, ctx: Context) -> GetVoiceConnectorResponse:
    """Show one voice connector, whatever its region is: an account's are one inventory (BEHAVIOUR.md 6, R4)."""
    connector = await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    return GetVoiceConnectorResponse(voice_connector=view(connector))
