"""PutVoiceConnectorExternalSystemsConfiguration: adds an external systems configuration to a voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    ExternalSystemsConfiguration,
    PutVoiceConnectorExternalSystemsConfigurationRequest,
    PutVoiceConnectorExternalSystemsConfigurationResponse,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import keep


async def put_voice_connector_external_systems_configuration(
    request: PutVoiceConnectorExternalSystemsConfigurationRequest, ctx: Context
) -> PutVoiceConnectorExternalSystemsConfigurationResponse:
    """Say which systems a voice connector works with, in the place of all that was said before. Our choice: that may be none."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    systems = ExternalSystemsConfiguration(
        contact_center_system_types=request.contact_center_system_types,
        session_border_controller_types=request.session_border_controller_types,
    )
    await keep(request.voice_connector_id, systems, ctx)
    return PutVoiceConnectorExternalSystemsConfigurationResponse(external_systems_configuration=systems)
