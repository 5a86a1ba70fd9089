"""GetVoiceConnectorExternalSystemsConfiguration: gets information about an external systems configuration for a voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    ExternalSystemsConfiguration,
    GetVoiceConnectorExternalSystemsConfigurationRequest,
    GetVoiceConnectorExternalSystemsConfigurationResponse,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import existing


async def get_voice_connector_external_systems_configuration(
    request: GetVoiceConnectorExternalSystemsConfigurationRequest, ctx: Context
) -> GetVoiceConnectorExternalSystemsConfigurationResponse:
    """Show which systems a voice connector works with."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    external_systems_configuration = await existing(request.voice_connector_id, ExternalSystemsConfiguration, ctx)
    return GetVoiceConnectorExternalSystemsConfigurationResponse(
        external_systems_configuration=external_systems_configuration
    )
