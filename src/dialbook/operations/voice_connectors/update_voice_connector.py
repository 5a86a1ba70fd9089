"""UpdateVoiceConnector: updates the details for the specified voice connector."""

from __future__ import annotations

import msgspec

from dialbook.contract.voice.voice_connectors import UpdateVoiceConnectorRequest, UpdateVoiceConnectorResponse
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.voice_connectors.view import view


async def update_voice_connector(request: UpdateVoiceConnectorRequest, ctx: Context) -> UpdateVoiceConnectorResponse:
    """Give one voice connector its name and whether it requires encryption; its region and type stay as they were created."""
    connector = await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    revised = msgspec.structs.replace(
        connector, name=request.name, require_encryption=request.require_encryption, updated_at=ctx.now
    )
    await ctx.tx.put(revised)
    return UpdateVoiceConnectorResponse(voice_connector=view(revised))
