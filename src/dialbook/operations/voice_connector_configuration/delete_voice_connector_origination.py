"""DeleteVoiceConnectorOrigination: deletes the origination settings for the specified voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    DeleteVoiceConnectorOriginationRequest,
    Origination,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import discard
from dialbook.operations.emergency_directions import refuse_while_needed


async def delete_voice_connector_origination(request: DeleteVoiceConnectorOriginationRequest, ctx: Context) -> None:
    """Let no calls in through a voice connector."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    await refuse_while_needed(request.voice_connector_id, Origination, ctx)
    await discard(request.voice_connector_id, Origination, ctx)
