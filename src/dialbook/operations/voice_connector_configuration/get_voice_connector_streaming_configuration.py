"""GetVoiceConnectorStreamingConfiguration: retrieves the streaming configuration details for the specified voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    GetVoiceConnectorStreamingConfigurationRequest,
    GetVoiceConnectorStreamingConfigurationResponse,
    StreamingConfiguration,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import existing


async def get_voice_connector_streaming_configuration(
    request: GetVoiceConnectorStreamingConfigurationRequest, ctx: Context
) -> GetVoiceConnectorStreamingConfigurationResponse:
    """Show what a voice connector streams."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    streaming_configuration = await existing(request.voice_connector_id, StreamingConfiguration, ctx)
    return GetVoiceConnectorStreamingConfigurationResponse(streaming_configuration=streaming_configuration)
