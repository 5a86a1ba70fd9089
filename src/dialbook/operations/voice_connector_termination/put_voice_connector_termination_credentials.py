"""PutVoiceConnectorTerminationCredentials: updates a voice connector's termination credentials.

Differs from AWS: passwords are checked for their form and not kept.
"""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_termination import (
    PutVoiceConnectorTerminationCredentialsRequest,
    Termination,
)
from dialbook.domain.terminations import TerminationUsers, admit, refuse_unfit_credentials
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import document_of, existing, keep


async def put_voice_connector_termination_credentials(
    request: PutVoiceConnectorTerminationCredentialsRequest, ctx: Context
) -> None:
    """Let more users call through a voice connector. Their passwords go no further than this.

    It must have a termination: Terraform's documentation says so. That the answer is NotFound otherwise is our choice.
    """
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    await existing(request.voice_connector_id, Termination, ctx)
    given = [(credential.username, credential.password) for credential in request.credentials or ()]
    refuse_unfit_credentials(given)
    users = await document_of(request.voice_connector_id, TerminationUsers, ctx) or TerminationUsers()
    await keep(request.voice_connector_id, admit(users, [username for username, _ in given]), ctx)
