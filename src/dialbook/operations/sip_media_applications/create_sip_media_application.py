"""CreateSipMediaApplication: creates a SIP media application.

Differs from AWS: no Lambda function is called, so it need not exist.
"""

from __future__ import annotations

from typing import get_args

from dialbook.contract.voice.shapes import VoiceConnectorAwsRegion
from dialbook.contract.voice.sip_media_applications import (
    CreateSipMediaApplicationRequest,
    CreateSipMediaApplicationResponse,
)
from dialbook.domain.refusal import Refusal
from dialbook.domain.sip import SipMediaApplication
from dialbook.domain.sip_media_applications import endpoint_in
from dialbook.operations.context import Context
from dialbook.operations.quotas import refuse_one_more
from dialbook.operations.sip_media_applications.view import view
from dialbook.operations.tagging import tag

REGIONS = get_args(VoiceConnectorAwsRegion)


async def create_sip_media_application(
    request: CreateSipMediaApplicationRequest, ctx: Context
) -> CreateSipMediaApplicationResponse:
    """Create an application in one of the regions of voice connectors: the model lists none for it, and this is our choice."""
    if request.aws_region not in REGIONS:
        raise Refusal("BadRequest", f"AwsRegion must be one of {', '.join(REGIONS)}.")
    application = SipMediaApplication(
        account=ctx.account,
        sip_media_application_id=ctx.ids.guid(),
        name=request.name,
        aws_region=request.aws_region,
        lambda_arn=endpoint_in(request.aws_region, request.endpoints[0].lambda_arn),
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    quota = ctx.rules.sip_media_application_quota
    await refuse_one_more(ctx, SipMediaApplication, {"aws_region": request.aws_region}, quota)
    await ctx.tx.put(application)
    await tag(application.arn, request.tags or (), ctx)
    return CreateSipMediaApplicationResponse(sip_media_application=view(application))
