"""PutVoiceConnectorEmergencyCallingConfiguration: updates a voice connector's emergency calling configuration."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    PutVoiceConnectorEmergencyCallingConfigurationRequest,
    PutVoiceConnectorEmergencyCallingConfigurationResponse,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import keep
from dialbook.operations.emergency_directions import refuse_before_calls


async def put_voice_connector_emergency_calling_configuration(
    request: PutVoiceConnectorEmergencyCallingConfigurationRequest, ctx: Context
) -> PutVoiceConnectorEmergencyCallingConfigurationResponse:
    """Say where emergency calls go, in the place of what was said before."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    emergency = request.emergency_calling_configuration
    if emergency.dnis:
        await refuse_before_calls(request.voice_connector_id, ctx)
    await keep(request.voice_connector_id, emergency, ctx)
    return PutVoiceConnectorEmergencyCallingConfigurationResponse(emergency_calling_configuration=emergency)
