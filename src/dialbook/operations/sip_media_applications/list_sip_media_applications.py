"""ListSipMediaApplications: lists the SIP media applications of the account.

Differs from AWS: those of all regions are listed.
"""

from __future__ import annotations

from dialbook.contract.voice.sip_media_applications import (
    ListSipMediaApplicationsRequest,
    ListSipMediaApplicationsResponse,
)
from dialbook.domain.sip import SipMediaApplication
from dialbook.operations.context import Context
from dialbook.operations.paging import page
from dialbook.operations.sip_media_applications.view import view


async def list_sip_media_applications(
    request: ListSipMediaApplicationsRequest, ctx: Context
) -> ListSipMediaApplicationsResponse:
    """Show a page of the account's applications, of all regions."""
    applications, next_token = await page(ctx, request, SipMediaApplication, {})
    return ListSipMediaApplicationsResponse(
        next_token=next_token, sip_media_applications=[view(application) for application in applications]
    )
