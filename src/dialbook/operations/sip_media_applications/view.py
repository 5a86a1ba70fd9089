"""A SIP media application as the API shows it."""

from __future__ import annotations

from dialbook.contract.voice import sip_media_applications as voice
from dialbook.domain.moments import iso8601
from dialbook.domain.sip import SipMediaApplication


def view(application: SipMediaApplication) -> voice.SipMediaApplication:
    """Return the application as the contract has it."""
    return voice.SipMediaApplication(
        aws_region=application.aws_region,
        created_timestamp=iso8601(application.created_at),
        endpoints=[voice.SipMediaApplicationEndpoint(lambda_arn=application.lambda_arn)],
        name=application.name,
        sip_media_application_arn=application.arn,
        sip_media_application_id=application.sip_media_application_id,
        updated_timestamp=iso8601(application.updated_at),
    )
