"""GetSipMediaApplicationLoggingConfiguration: retrieves the logging configuration for the specified SIP media application."""

from __future__ import annotations

from dialbook.contract.voice.sip_media_applications import (
    GetSipMediaApplicationLoggingConfigurationRequest,
    GetSipMediaApplicationLoggingConfigurationResponse,
    SipMediaApplicationLoggingConfiguration,
)
from dialbook.domain.sip import SipMediaApplication
from dialbook.operations.context import Context
from dialbook.operations.documents import document_of


async def get_sip_media_application_logging_configuration(
    request: GetSipMediaApplicationLoggingConfigurationRequest, ctx: Context
) -> GetSipMediaApplicationLoggingConfigurationResponse:
    """Show whether an application's messages are logged. Our choice: it cannot be deleted, so it is there from the beginning, and off."""
    await ctx.tx.get(SipMediaApplication, (ctx.account, request.sip_media_application_id))
    kept = await document_of(request.sip_media_application_id, SipMediaApplicationLoggingConfiguration, ctx)
    off = SipMediaApplicationLoggingConfiguration(enable_sip_media_application_message_logs=False)
    return GetSipMediaApplicationLoggingConfigurationResponse(sip_media_application_logging_configuration=kept or off)
