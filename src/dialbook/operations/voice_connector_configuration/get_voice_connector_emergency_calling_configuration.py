"""GetVoiceConnectorEmergencyCallingConfiguration: retrieves the emergency calling configuration details of a voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    EmergencyCallingConfiguration,
    GetVoiceConnectorEmergencyCallingConfigurationRequest,
    GetVoiceConnectorEmergencyCallingConfigurationResponse,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import existing


async def get_voice_connector_emergency_calling_configuration(
    request: GetVoiceConnectorEmergencyCallingConfigurationRequest, ctx: Context
) -> GetVoiceConnectorEmergencyCallingConfigurationResponse:
    """Show where emergency calls go."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    emergency_calling_configuration = await existing(request.voice_connector_id, EmergencyCallingConfiguration, ctx)
    return GetVoiceConnectorEmergencyCallingConfigurationResponse(
        emergency_calling_configuration=emergency_calling_configuration
    )
