"""DeleteVoiceConnectorTerminationCredentials: deletes the specified SIP credentials of a voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_termination import (
    DeleteVoiceConnectorTerminationCredentialsRequest,
)
from dialbook.domain.terminations import TerminationUsers, dismiss
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import document_of, keep


async def delete_voice_connector_termination_credentials(
    request: DeleteVoiceConnectorTerminationCredentialsRequest, ctx: Context
) -> None:
    """Let users call through a voice connector no longer."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    users = await document_of(request.voice_connector_id, TerminationUsers, ctx) or TerminationUsers()
    left = dismiss(users, request.usernames)
    if left != users:
        await keep(request.voice_connector_id, left, ctx)
