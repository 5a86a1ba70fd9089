"""PutSipMediaApplicationLoggingConfiguration: updates the logging configuration for the specified SIP media application."""

from __future__ import annotations

from dialbook.contract.voice.sip_media_applications import (
    PutSipMediaApplicationLoggingConfigurationRequest,
    PutSipMediaApplicationLoggingConfigurationResponse,
    SipMediaApplicationLoggingConfiguration,
)
from dialbook.domain.sip import SipMediaApplication
from dialbook.operations.context import Context
from dialbook.operations.documents import given, keep


async def put_sip_media_application_logging_configuration(
    request: PutSipMediaApplicationLoggingConfigurationRequest, ctx: Context
) -> PutSipMediaApplicationLoggingConfigurationResponse:
    """Say whether an application's messages are logged. Our choice: what is not said is off."""
    await ctx.tx.get(SipMediaApplication, (ctx.account, request.sip_media_application_id))
    wanted = given(request.sip_media_application_logging_configuration, SipMediaApplicationLoggingConfiguration)
    logging = SipMediaApplicationLoggingConfiguration(
        enable_sip_media_application_message_logs=bool(wanted.enable_sip_media_application_message_logs)
    )
    await keep(request.sip_media_application_id, logging, ctx)
    return PutSipMediaApplicationLoggingConfigurationResponse(sip_media_application_logging_configuration=logging)
