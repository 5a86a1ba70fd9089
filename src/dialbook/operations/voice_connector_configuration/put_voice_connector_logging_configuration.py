"""PutVoiceConnectorLoggingConfiguration: updates a voice connector's logging configuration.

Differs from AWS: it is kept, and nothing is logged.
"""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    LoggingConfiguration,
    PutVoiceConnectorLoggingConfigurationRequest,
    PutVoiceConnectorLoggingConfigurationResponse,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import keep


async def put_voice_connector_logging_configuration(
    request: PutVoiceConnectorLoggingConfigurationRequest, ctx: Context
) -> PutVoiceConnectorLoggingConfigurationResponse:
    """Say what is logged of a voice connector. Our choice: what is not said is off."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    given = request.logging_configuration
    logging = LoggingConfiguration(
        enable_media_metric_logs=bool(given.enable_media_metric_logs), enable_sip_logs=bool(given.enable_sip_logs)
    )
    await keep(request.voice_connector_id, logging, ctx)
    return PutVoiceConnectorLoggingConfigurationResponse(logging_configuration=logging)
