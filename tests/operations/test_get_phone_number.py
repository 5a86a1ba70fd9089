"""GetPhoneNumber through boto3 against the running application."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dialbook.domain.phone_numbers import Capabilities
from running import START, RunningServer, error_of


def test_every_member_is_shown(server: RunningServer) -> None:
    """Each member of the record reaches the client under its AWS name."""
    server.add_number(
        name="Front desk",
        calling_name="Example Corp",
        calling_name_status="UpdateSucceeded",
        status="Assigned",
        order_id="12345678-1234-1234-1234-123456789012",
        association_name="VoiceConnectorId",
        association_value="abcdef1ghij2klmno3pqr4",
        associated_at=START,
        capabilities=Capabilities(outbound_mms=False),
    )

    answer = server.client(region_name="us-west-2").get_phone_number(PhoneNumberId="+12065550100")

    assert answer["PhoneNumber"] == {
        "PhoneNumberId": "%2B12065550100",
        "PhoneNumberArn": "arn:aws:chime:us-west-2:123456789012:phone-number/12065550100",
        "E164PhoneNumber": "+12065550100",
        "Country": "US",
        "Type": "Local",
        "ProductType": "VoiceConnector",
        "Status": "Assigned",
        "Capabilities": {
            "InboundCall": True,
            "OutboundCall": True,
            "InboundSMS": True,
            "OutboundSMS": True,
            "InboundMMS": True,
            "OutboundMMS": False,
        },
        "Associations": [{"Value": "abcdef1ghij2klmno3pqr4", "Name": "VoiceConnectorId", "AssociatedTimestamp": START}],
        "CallingName": "Example Corp",
        "CallingNameStatus": "UpdateSucceeded",
        "CreatedTimestamp": START,
        "UpdatedTimestamp": START,
        "OrderId": "12345678-1234-1234-1234-123456789012",
        "Name": "Front desk",
    }
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_each_region_is_shown_its_own_arn(server: RunningServer) -> None:
    """The same number, unchanged, is asked for from one region and then from another."""
    server.add_number()
    regions = ("us-east-1", "us-west-2", "us-east-1")
    shown = [server.client(region_name=region).get_phone_number(PhoneNumberId="+12065550100") for region in regions]
    assert [answer["PhoneNumber"]["PhoneNumberArn"].split(":")[3] for answer in shown] == [*regions]


def test_the_older_namespace_shows_its_own_members_only(server: RunningServer) -> None:
    """The chime API knows no Name, no OrderId and no PhoneNumberArn."""
    server.add_number(name="Front desk", order_id="12345678-1234-1234-1234-123456789012")

    number = server.client("chime").get_phone_number(PhoneNumberId="+12065550100")["PhoneNumber"]

    assert number["E164PhoneNumber"] == "+12065550100"
    assert number["Associations"] == []
    assert number.keys().isdisjoint({"Name", "OrderId", "PhoneNumberArn"})


@pytest.mark.parametrize(
    "spelling", ["+12065550100", "%2B12065550100", "%2b12065550100", "12065550100", "%252B12065550100"]
)
def test_an_id_is_accepted_in_every_spelling(server: RunningServer, spelling: str) -> None:
    """Whatever form of an id a client holds, it works when it is sent (R1)."""
    server.add_number()

    answer = server.client().get_phone_number(PhoneNumberId=spelling)

    assert answer["PhoneNumber"]["PhoneNumberId"] == "%2B12065550100"


@pytest.mark.parametrize("unknown", ["+12065550199", "abc", "+", "%2B", "%zz", "🙂", "1" * 300, "+1 206 555 0100"])
@pytest.mark.parametrize("namespace", ["chime", "chime-sdk-voice"])
def test_an_unknown_number_is_not_found(server: RunningServer, namespace: str, unknown: str) -> None:
    """An id that no number of the account has is 404, whatever it looks like."""
    assert error_of(server.client(namespace).get_phone_number, PhoneNumberId=unknown) == (
        404,
        "NotFoundException",
        "The phone number does not exist.",
    )


@pytest.mark.parametrize("namespace", ["chime", "chime-sdk-voice"])
def test_an_empty_id_is_refused(server: RunningServer, namespace: str) -> None:
    """An empty id is 400 and never falls through to the list."""
    assert error_of(server.client(namespace).get_phone_number, PhoneNumberId="") == (
        400,
        "BadRequestException",
        "PhoneNumberId must not be empty.",
    )


def test_a_blank_id_breaks_the_pattern_of_the_newer_contract(server: RunningServer) -> None:
    """The newer contract's pattern wants one character that is no white space."""
    status, code, message = error_of(server.client().get_phone_number, PhoneNumberId="  ")

    assert (status, code) == (400, "BadRequestException")
    assert message == r"PhoneNumberId must match the pattern .*\S.*."


def test_another_accounts_number_does_not_exist(server: RunningServer) -> None:
    """Nothing tells that another account has the number."""
    server.add_number()

    stranger = server.client(account="999999999999")

    assert error_of(stranger.get_phone_number, PhoneNumberId="+12065550100") == (
        404,
        "NotFoundException",
        "The phone number does not exist.",
    )


def test_business_calling_is_the_older_namespaces(server: RunningServer) -> None:
    """A BusinessCalling number is invisible where the enum does not know the product."""
    server.add_number(product_type="BusinessCalling")

    older = server.client("chime").get_phone_number(PhoneNumberId="+12065550100")

    assert older["PhoneNumber"]["ProductType"] == "BusinessCalling"
    assert error_of(server.client().get_phone_number, PhoneNumberId="+12065550100")[0] == 404


def test_a_number_in_the_deletion_queue_is_shown(server: RunningServer) -> None:
    """ReleaseInProgress with the time of the delete request."""
    server.add_number(status="ReleaseInProgress", deleted_at=START)

    number = server.client().get_phone_number(PhoneNumberId="+12065550100")["PhoneNumber"]

    assert (number["Status"], number["DeletionTimestamp"]) == ("ReleaseInProgress", START)


def test_statuses_of_porting_are_translated_for_the_older_namespace(server: RunningServer) -> None:
    """The older enum does not know them, so it gets the nearest that it knows."""
    server.add_number(status="PortinInProgress")

    older = server.client("chime").get_phone_number(PhoneNumberId="+12065550100")
    newer = server.client().get_phone_number(PhoneNumberId="+12065550100")

    assert older["PhoneNumber"]["Status"] == "AcquireInProgress"
    assert newer["PhoneNumber"]["Status"] == "PortinInProgress"


def test_a_read_shows_what_has_fallen_due(server: RunningServer) -> None:
    """A pending calling name arrives by itself, and without a write."""
    server.add_number()
    client = server.client()
    client.update_phone_number(PhoneNumberId="+12065550100", CallingName="Example Corp")

    server.clock.advance(timedelta(hours=72))
    number = client.get_phone_number(PhoneNumberId="+12065550100")["PhoneNumber"]

    assert (number["CallingName"], number["CallingNameStatus"]) == ("Example Corp", "UpdateSucceeded")
    assert number["UpdatedTimestamp"] == START + timedelta(hours=72)
    stored = server.number()
    assert stored is not None
    assert stored.pending_calling_name == "Example Corp"


def test_timestamps_have_milliseconds(server: RunningServer) -> None:
    """A time is kept and shown to the millisecond."""
    created = datetime(2019, 8, 12, 22, 10, 20, 521000, UTC)
    server.add_number(created_at=created)

    assert server.client().get_phone_number(PhoneNumberId="+12065550100")["PhoneNumber"]["CreatedTimestamp"] == created
