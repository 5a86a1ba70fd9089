"""UpdateSipMediaApplication: updates the details of the specified SIP media application."""

from __future__ import annotations

from dialbook.contract.voice.sip_media_applications import (
    UpdateSipMediaApplicationRequest,
    UpdateSipMediaApplicationResponse,
)
from dialbook.domain.sip import SipMediaApplication
from dialbook.domain.sip_media_applications import endpoint_in, revise
from dialbook.operations.context import Context
from dialbook.operations.sip_media_applications.view import view


async def update_sip_media_application(
    request: UpdateSipMediaApplicationRequest, ctx: Context
) -> UpdateSipMediaApplicationResponse:
    """Change the name, the endpoint or both."""
    application = await ctx.tx.get(SipMediaApplication, (ctx.account, request.sip_media_application_id))
    endpoints = request.endpoints or ()
    lambda_arn = endpoint_in(application.aws_region, endpoints[0].lambda_arn) if endpoints else None
    revised = revise(application, request.name, lambda_arn, ctx.now)
    await ctx.tx.put(revised)
    return UpdateSipMediaApplicationResponse(sip_media_application=view(revised))
