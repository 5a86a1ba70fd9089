"""GetSipMediaApplication: retrieves the information for a SIP media application, including name, AWS Region, and endpoints."""

from __future__ import annotations

from dialbook.contract.voice.sip_media_applications import (
    GetSipMediaApplicationRequest,
    GetSipMediaApplicationResponse,
)
from dialbook.domain.sip import SipMediaApplication
from dialbook.operations.context import Context
from dialbook.operations.sip_media_applications.view import view


async def get_sip_media_application(
    request: GetSipMediaApplicationRequest, ctx: Context
) -> GetSipMediaApplicationResponse:
    """Show one application, whatever region it is in (BEHAVIOUR.md 6, R4)."""
    application = await ctx.tx.get(SipMediaApplication, (ctx.account, request.sip_media_application_id))
    return GetSipMediaApplicationResponse(sip_media_application=view(application))
