"""PutVoiceConnectorTermination: updates a voice connector's termination settings."""

from __future__ import annotations

import msgspec

from dialbook.contract.voice.voice_connector_termination import (
    PutVoiceConnectorTerminationRequest,
    PutVoiceConnectorTerminationResponse,
    Termination,
)
from dialbook.domain.terminations import DEFAULT_CPS_LIMIT, refuse_unfit_ranges, refuse_unfit_regions
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import keep
from dialbook.operations.emergency_directions import refuse_while_needed


async def put_voice_connector_termination(
    request: PutVoiceConnectorTerminationRequest, ctx: Context
) -> PutVoiceConnectorTerminationResponse:
    """Say who may call through a voice connector, and where to, in the place of what was said before.

    Our choice: the default number need not be one of the account's.
    """
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    termination = request.termination
    refuse_unfit_regions(termination.calling_regions)
    refuse_unfit_ranges(termination.cidr_allowed_list or ())
    if termination.disabled:
        await refuse_while_needed(request.voice_connector_id, Termination, ctx)
    termination = msgspec.structs.replace(termination, cps_limit=termination.cps_limit or DEFAULT_CPS_LIMIT)
    await keep(request.voice_connector_id, termination, ctx)
    return PutVoiceConnectorTerminationResponse(termination=termination)
