"""PutVoiceConnectorStreamingConfiguration: updates a voice connector's streaming configuration settings.

Differs from AWS: it is kept, and nothing is streamed.
"""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import (
    PutVoiceConnectorStreamingConfigurationRequest,
    PutVoiceConnectorStreamingConfigurationResponse,
)
from dialbook.domain.streaming import refuse_unfit_insights, refuse_unfit_targets
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.documents import keep


async def put_voice_connector_streaming_configuration(
    request: PutVoiceConnectorStreamingConfigurationRequest, ctx: Context
) -> PutVoiceConnectorStreamingConfigurationResponse:
    """Say what a voice connector streams, in the place of what was said before."""
    await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    streaming = request.streaming_configuration
    refuse_unfit_targets([target.notification_target for target in streaming.streaming_notification_targets or ()])
    insights = streaming.media_insights_configuration
    if insights is not None:
        refuse_unfit_insights(insights.configuration_arn, insights.disabled)
    await keep(request.voice_connector_id, streaming, ctx)
    return PutVoiceConnectorStreamingConfigurationResponse(streaming_configuration=streaming)
