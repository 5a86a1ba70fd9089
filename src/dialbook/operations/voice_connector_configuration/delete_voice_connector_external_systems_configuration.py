"""DeleteVoiceConnectorExternalSystemsConfiguration: deletes the external systems configuration for a voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    DeleteVoiceConnectorExternalSystemsConfigurationRequest,
    ExternalSystemsConfiguration,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import discard


async def delete_voice_connector_external_systems_configuration(
    request: DeleteVoiceConnectorExternalSystemsConfigurationRequest, ctx: Context
) -> None:
    """Forget which systems a voice connector works with."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    await discard(request.voice_connector_id, ExternalSystemsConfiguration, ctx)
