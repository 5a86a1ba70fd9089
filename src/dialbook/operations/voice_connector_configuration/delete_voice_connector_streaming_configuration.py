"""DeleteVoiceConnectorStreamingConfiguration: deletes a voice connector's streaming configuration."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    DeleteVoiceConnectorStreamingConfigurationRequest,
    StreamingConfiguration,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import discard


async def delete_voice_connector_streaming_configuration(
    request: DeleteVoiceConnectorStreamingConfigurationRequest, ctx: Context
) -> None:
    """Stream nothing of the calls of a voice connector."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    await discard(request.voice_connector_id, StreamingConfiguration, ctx)
