"""UpdateSipMediaApplication through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from operations.sip_things import OTHER, UNKNOWN, endpoint, new_application
from running import START, RunningServer, error_of

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    "change",
    [
        {"Name": "Other"},
        {"Endpoints": [endpoint(function="other")]},
        {"Name": "Other", "Endpoints": [endpoint(function="other")]},
    ],
    ids=["name", "endpoint", "both"],
)
def test_what_is_given_changes(server: RunningServer, change: dict[str, Any]) -> None:
    """200; everything else stays, and the time of the update is that of the request."""
    client = server.client()
    application = new_application(client)
    server.clock.advance(MINUTE)

    answer = client.update_sip_media_application(SipMediaApplicationId=application["SipMediaApplicationId"], **change)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert answer["SipMediaApplication"] == application | change | {"UpdatedTimestamp": START + MINUTE}
    assert client.list_sip_media_applications()["SipMediaApplications"] == [answer["SipMediaApplication"]]


def test_nothing_given_changes_nothing(server: RunningServer) -> None:
    """Both members are optional: our choice is that without them it is no change, not even of the time."""
    client = server.client()
    application = new_application(client)
    server.clock.advance(MINUTE)
    answer = client.update_sip_media_application(SipMediaApplicationId=application["SipMediaApplicationId"])
    assert answer["SipMediaApplication"] == application


@pytest.mark.parametrize("given", [endpoint("us-west-2"), {}], ids=["another region", "no function"])
def test_an_unfit_endpoint_changes_nothing(server: RunningServer, given: dict[str, str]) -> None:
    """400, and the name stays too."""
    client = server.client()
    application = new_application(client)
    one = application["SipMediaApplicationId"]
    refused = error_of(client.update_sip_media_application, SipMediaApplicationId=one, Name="Other", Endpoints=[given])
    assert refused[:2] == (400, "BadRequestException")
    assert client.get_sip_media_application(SipMediaApplicationId=one)["SipMediaApplication"] == application


def test_unknown_and_foreign_applications_are_not_found(server: RunningServer) -> None:
    """404 with the same sentence for both, and nothing is changed."""
    client = server.client()
    application = new_application(client)
    for account, one in ((OTHER, application["SipMediaApplicationId"]), (OTHER, UNKNOWN)):
        other = server.client(account=account)
        refused = error_of(other.update_sip_media_application, SipMediaApplicationId=one, Name="Mine")
        assert refused == (404, "NotFoundException", "The SIP media application does not exist.")
    assert client.list_sip_media_applications()["SipMediaApplications"] == [application]
