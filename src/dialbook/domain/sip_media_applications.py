"""What may be said of a SIP media application."""

from __future__ import annotations

from datetime import datetime

import msgspec

from dialbook.domain.refusal import Refusal
from dialbook.domain.sip import SipMediaApplication


def endpoint_in(aws_region: str, lambda_arn: str | None) -> str:
    """Return the endpoint of an application of this region. Raises Refusal BadRequest.

    "The function must be created in the same AWS Region as the SIP media application." Our choice: an endpoint without a function is
    none, though the model lets it be left out.
    """
    if lambda_arn is None:
        raise Refusal("BadRequest", "Endpoints[0].LambdaArn is required.")
    if lambda_arn.split(":")[3] != aws_region:
        raise Refusal(
            "BadRequest", "Endpoints[0].LambdaArn must be a function in the SIP media application's AwsRegion."
        )
    return lambda_arn


def revise(
    application: SipMediaApplication, name: str | None, lambda_arn: str | None, now: datetime
) -> SipMediaApplication:
    """Give the application another name, another endpoint or both. Our choice: with neither given it stays as it is."""
    if name is None and lambda_arn is None:
        return application
    return msgspec.structs.replace(
        application, name=name or application.name, lambda_arn=lambda_arn or application.lambda_arn, updated_at=now
    )
