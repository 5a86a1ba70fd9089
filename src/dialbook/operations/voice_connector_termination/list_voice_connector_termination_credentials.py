"""ListVoiceConnectorTerminationCredentials: lists the SIP credentials for the specified voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_termination import (
    ListVoiceConnectorTerminationCredentialsRequest,
    ListVoiceConnectorTerminationCredentialsResponse,
)
from dialbook.domain.terminations import TerminationUsers
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import document_of


async def list_voice_connector_termination_credentials(
    request: ListVoiceConnectorTerminationCredentialsRequest, ctx: Context
) -> ListVoiceConnectorTerminationCredentialsResponse:
    """Show who may call through a voice connector, in the order of their names; with or without a termination. Our choice."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    users = await document_of(request.voice_connector_id, TerminationUsers, ctx) or TerminationUsers()
    return ListVoiceConnectorTerminationCredentialsResponse(usernames=list(users.usernames))
