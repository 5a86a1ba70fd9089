"""GetVoiceConnectorLoggingConfiguration: retrieves the logging configuration settings for the specified voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    GetVoiceConnectorLoggingConfigurationRequest,
    GetVoiceConnectorLoggingConfigurationResponse,
    LoggingConfiguration,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import document_of


async def get_voice_connector_logging_configuration(
    request: GetVoiceConnectorLoggingConfigurationRequest, ctx: Context
) -> GetVoiceConnectorLoggingConfigurationResponse:
    """Show what is logged of a voice connector. Our choice: it cannot be deleted, so it is there from the beginning, and off."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    kept = await document_of(request.voice_connector_id, LoggingConfiguration, ctx)
    off = LoggingConfiguration(enable_media_metric_logs=False, enable_sip_logs=False)
    return GetVoiceConnectorLoggingConfigurationResponse(logging_configuration=kept or off)
