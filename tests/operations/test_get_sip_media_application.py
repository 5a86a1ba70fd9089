"""GetSipMediaApplication through boto3 against the running application."""

from __future__ import annotations

from operations.sip_things import OTHER, UNKNOWN, new_application
from running import RunningServer, error_of


def test_an_application_is_reached_from_every_region(server: RunningServer) -> None:
    """An account has one inventory (BEHAVIOUR.md 6, R4)."""
    application = new_application(server.client(), "us-west-2")
    elsewhere = server.client(region_name="eu-west-1")
    answer = elsewhere.get_sip_media_application(SipMediaApplicationId=application["SipMediaApplicationId"])
    assert answer["SipMediaApplication"] == application


def test_unknown_and_foreign_applications_are_not_found(server: RunningServer) -> None:
    """404 with the same sentence for both."""
    application_id = new_application(server.client())["SipMediaApplicationId"]
    for account, one in ((OTHER, application_id), (OTHER, UNKNOWN), (OTHER, application_id.upper()), (OTHER, "x")):
        client = server.client(account=account)
        assert error_of(client.get_sip_media_application, SipMediaApplicationId=one) == (
            404,
            "NotFoundException",
            "The SIP media application does not exist.",
        )
