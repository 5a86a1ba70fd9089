"""DeleteVoiceConnectorTermination: deletes the termination settings for the specified voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_termination import (
    DeleteVoiceConnectorTerminationRequest,
    Termination,
)
from dialbook.domain.terminations import TerminationUsers
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import discard
from dialbook.operations.emergency_directions import refuse_while_needed


async def delete_voice_connector_termination(request: DeleteVoiceConnectorTerminationRequest, ctx: Context) -> None:
    """Let no calls out through a voice connector, and nobody in it. Our choice: its credentials are a part of the termination."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    await refuse_while_needed(request.voice_connector_id, Termination, ctx)
    await discard(request.voice_connector_id, Termination, ctx)
    await discard(request.voice_connector_id, TerminationUsers, ctx)
