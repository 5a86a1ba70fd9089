"""DeleteVoiceConnectorEmergencyCallingConfiguration: deletes the emergency calling details from the specified voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    DeleteVoiceConnectorEmergencyCallingConfigurationRequest,
    EmergencyCallingConfiguration,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import discard


async def delete_voice_connector_emergency_calling_configuration(
    request: DeleteVoiceConnectorEmergencyCallingConfigurationRequest, ctx: Context
) -> None:
    """Send no emergency calls from a voice connector."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    await discard(request.voice_connector_id, EmergencyCallingConfiguration, ctx)
