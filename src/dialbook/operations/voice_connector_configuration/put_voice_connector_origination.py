"""PutVoiceConnectorOrigination: updates a voice connector's origination settings."""

from __future__ import annotations

import msgspec

from dialbook.contract.voice.voice_connector_configuration import (
    Origination,
    PutVoiceConnectorOriginationRequest,
    PutVoiceConnectorOriginationResponse,
)
from dialbook.domain.originations import DEFAULT_PORT, refuse_unfit_routes
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import keep
from dialbook.operations.emergency_directions import refuse_while_needed


async def put_voice_connector_origination(
    request: PutVoiceConnectorOriginationRequest, ctx: Context
) -> PutVoiceConnectorOriginationResponse:
    """Say where a voice connector's calls go, in the place of what was said before."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    origination = request.origination
    refuse_unfit_routes(_hosts(origination), origination.disabled)
    if origination.disabled:
        await refuse_while_needed(request.voice_connector_id, Origination, ctx)
    origination = _with_ports(origination)
    await keep(request.voice_connector_id, origination, ctx)
    return PutVoiceConnectorOriginationResponse(origination=origination)


def _hosts(origination: Origination) -> list[str | None] | None:
    return None if origination.routes is None else [route.host for route in origination.routes]


def _with_ports(origination: Origination) -> Origination:
    """Give each route its port: "Defaults to 5060"."""
    routes = [
        msgspec.structs.replace(route, port=DEFAULT_PORT) if route.port is None else route
        for route in origination.routes or ()
    ]
    return msgspec.structs.replace(origination, routes=routes or None)
