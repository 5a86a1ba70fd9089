"""UpdatePhoneNumber through boto3 against the running application."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber, Status
from running import ACCOUNT, START, RunningServer, error_of

NUMBER = "+12065550100"
SEED_REPLY = (
    '{"PhoneNumber":{"Associations":[{"AssociatedTimestamp":"2019-10-28T18:40:37.453Z","Name":"VoiceConnectorId",'
    '"Value":"abcdef1ghij2klmno3pqr4"}],"CallingName":null,"CallingNameStatus":"UpdateInProgress","Capabilities":'
    '{"InboundCall":true,"InboundMMS":true,"InboundSMS":true,"OutboundCall":true,"OutboundMMS":true,'
    '"OutboundSMS":true},"CreatedTimestamp":"2019-08-12T22:10:20.521Z","DeletionTimestamp":null,'
    '"E164PhoneNumber":"+12065550100","PhoneNumberId":"%2B12065550100","ProductType":"VoiceConnector",'
    '"Status":"Assigned","Type":"Local","UpdatedTimestamp":"2019-10-28T18:42:07.964Z"}}'
)
"""The sample response of GetPhoneNumber in the older API reference, with VoiceConnector spelt as its Content-Length, 581, proves."""


def update(server: RunningServer, **detail: Any) -> dict[str, Any]:
    """Update the number through the newer namespace and return what is answered."""
    number: dict[str, Any] = server.client().update_phone_number(PhoneNumberId=NUMBER, **detail)["PhoneNumber"]
    return number


def get(server: RunningServer) -> dict[str, Any]:
    """Return the number as GetPhoneNumber shows it."""
    number: dict[str, Any] = server.client().get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    return number


def body_of(client: Any, operation: str, call: Any) -> bytes:
    """Return the bytes of the answer to a call."""
    seen: list[bytes] = []
    client.meta.events.register_last(
        f"after-call.*.{operation}", lambda http_response, **_: seen.append(http_response.content)
    )
    call()
    return seen[0]


def test_the_reply_is_the_documents_own(server: RunningServer) -> None:
    """The reply to a calling name is, byte by byte but for the newer member Country, the sample of the reference."""
    server.add_number(
        status="Assigned",
        association_name="VoiceConnectorId",
        association_value="abcdef1ghij2klmno3pqr4",
        associated_at=datetime(2019, 10, 28, 18, 40, 37, 453000, UTC),
        created_at=datetime(2019, 8, 12, 22, 10, 20, 521000, UTC),
    )
    server.clock.set(datetime(2019, 10, 28, 18, 42, 7, 964000, UTC))
    client = server.client("chime")

    reply = body_of(
        client,
        "UpdatePhoneNumber",
        lambda: client.update_phone_number(PhoneNumberId=NUMBER, CallingName="Example Corp"),
    )
    read = body_of(client, "GetPhoneNumber", lambda: client.get_phone_number(PhoneNumberId=NUMBER))

    assert len(SEED_REPLY) == 581
    assert reply.decode().replace('"Country":"US",', "") == SEED_REPLY
    assert read == reply


def test_a_name_is_changed_at_once(server: RunningServer) -> None:
    """A name needs no wait, and the answer shows it."""
    server.add_number()
    server.clock.advance(timedelta(minutes=1))

    answer = update(server, Name="Front-desk, 2nd floor")

    assert answer["Name"] == "Front-desk, 2nd floor"
    assert answer["UpdatedTimestamp"] == START + timedelta(minutes=1)
    assert get(server) == answer


def test_an_empty_name_clears_the_name(server: RunningServer) -> None:
    """Our choice: the name is null then, which a client sees as absent."""
    server.add_number(name="Front desk")

    assert "Name" not in update(server, Name="")


@pytest.mark.parametrize("status", ["Unassigned", "Assigned"])
def test_a_name_may_change_while_assigned(server: RunningServer, status: Status) -> None:
    """Only the product type asks for an unassigned number."""
    server.add_number(status=status)

    assert update(server, Name="Desk")["Name"] == "Desk"


def test_a_product_type_is_changed_at_once(server: RunningServer) -> None:
    """An unassigned U.S. number moves between the products, and keeps its calling name."""
    server.add_number(calling_name="Example Corp", calling_name_status="UpdateSucceeded")

    there = update(server, ProductType="SipMediaApplicationDialIn")
    back = update(server, ProductType="VoiceConnector")

    assert (there["ProductType"], there["CallingName"]) == ("SipMediaApplicationDialIn", "Example Corp")
    assert back["ProductType"] == "VoiceConnector"


def test_the_same_product_type_changes_nothing(server: RunningServer) -> None:
    """It is answered 200, even for an assigned number, and is no update."""
    server.add_number(status="Assigned")
    server.clock.advance(timedelta(minutes=1))

    assert update(server, ProductType="VoiceConnector")["UpdatedTimestamp"] == START


def test_an_assigned_number_keeps_its_product_type(server: RunningServer) -> None:
    """Only unassigned numbers can be switched."""
    before = server.add_number(status="Assigned")

    error = error_of(server.client().update_phone_number, PhoneNumberId=NUMBER, ProductType="SipMediaApplicationDialIn")

    assert error == (
        400,
        "BadRequestException",
        "ProductType can be changed only while the phone number is unassigned.",
    )
    assert server.number() == before


def test_a_number_from_abroad_cannot_leave_its_product(server: RunningServer) -> None:
    """For numbers outside the U.S., you must use the SIP Media Application Dial-In product type."""
    server.add_number("+442079460100", country="GB", product_type="SipMediaApplicationDialIn")

    error = error_of(server.client().update_phone_number, PhoneNumberId="+442079460100", ProductType="VoiceConnector")

    assert error == (
        400,
        "BadRequestException",
        "ProductType must be SipMediaApplicationDialIn for phone numbers outside the U.S.",
    )


def test_toll_free_is_not_for_business_calling(server: RunningServer) -> None:
    """The older namespace knows the product, but not for toll-free numbers."""
    server.add_number("+18005550199", type="TollFree")

    error = error_of(
        server.client("chime").update_phone_number, PhoneNumberId="+18005550199", ProductType="BusinessCalling"
    )

    assert error[:2] == (400, "BadRequestException")


def test_the_older_namespace_can_make_a_number_business_calling(server: RunningServer) -> None:
    """Its enum has the product that the newer one's has not."""
    server.add_number()

    answer = server.client("chime").update_phone_number(PhoneNumberId=NUMBER, ProductType="BusinessCalling")

    assert answer["PhoneNumber"]["ProductType"] == "BusinessCalling"


def test_a_calling_name_is_pending_for_72_hours(server: RunningServer) -> None:
    """The old name is shown until the new one arrives, also just before."""
    server.add_number(calling_name="Old Name", calling_name_status="UpdateSucceeded")

    answer = update(server, CallingName="Example Corp")
    server.clock.advance(timedelta(hours=72) - timedelta(milliseconds=1))
    late = get(server)
    server.clock.advance(timedelta(milliseconds=1))
    arrived = get(server)

    assert (answer["CallingName"], answer["CallingNameStatus"]) == ("Old Name", "UpdateInProgress")
    assert (late["CallingName"], late["CallingNameStatus"]) == ("Old Name", "UpdateInProgress")
    assert (arrived["CallingName"], arrived["CallingNameStatus"]) == ("Example Corp", "UpdateSucceeded")


def test_a_second_calling_name_must_wait_for_the_first(server: RunningServer) -> None:
    """Pending updates must be complete before another can be requested: 409, and the first goes on."""
    server.add_number()
    update(server, CallingName="First Name")
    pending = server.number()

    error = error_of(server.client().update_phone_number, PhoneNumberId=NUMBER, CallingName="Second Name")

    assert error == (
        409,
        "ConflictException",
        "CallingName cannot be updated while an earlier update of it is pending.",
    )
    assert server.number() == pending


def test_the_conflict_is_a_class_of_the_client(server: RunningServer) -> None:
    """Clients catch the modelled exception by its class, in both namespaces."""
    server.add_number()
    update(server, CallingName="First Name")

    for name in ("chime", "chime-sdk-voice"):
        client = server.client(name)
        with pytest.raises(client.exceptions.ConflictException):
            client.update_phone_number(PhoneNumberId=NUMBER, CallingName="Second Name")


def test_a_calling_name_may_follow_a_finished_one(server: RunningServer) -> None:
    """Nothing but a pending update stands in the way."""
    server.add_number()
    update(server, CallingName="First Name")
    server.clock.advance(timedelta(hours=72))

    answer = update(server, CallingName="Second Name")

    assert (answer["CallingName"], answer["CallingNameStatus"]) == ("First Name", "UpdateInProgress")


def test_a_refused_calling_name_leaves_the_old_one(server: RunningServer) -> None:
    """The carrier says no: UpdateFailed, and another may be requested."""
    server.add_number(calling_name="Old Name", calling_name_status="UpdateSucceeded")
    update(server, CallingName="UpdateFailed")

    server.clock.advance(timedelta(hours=72))
    failed = get(server)
    again = update(server, CallingName="Example Corp")

    assert (failed["CallingName"], failed["CallingNameStatus"]) == ("Old Name", "UpdateFailed")
    assert again["CallingNameStatus"] == "UpdateInProgress"


def test_an_empty_calling_name_clears_it(server: RunningServer) -> None:
    """Clearing takes as long as setting; then there is no name and no status of one."""
    server.add_number(calling_name="Old Name", calling_name_status="UpdateSucceeded")

    pending = update(server, CallingName="")
    server.clock.advance(timedelta(hours=72))
    cleared = get(server)

    assert (pending["CallingName"], pending["CallingNameStatus"]) == ("Old Name", "UpdateInProgress")
    assert cleared["CallingNameStatus"] == "Unassigned"
    assert "CallingName" not in cleared


@pytest.mark.parametrize(
    "members",
    [{"type": "TollFree"}, {"country": "CA", "product_type": "SipMediaApplicationDialIn"}],
    ids=["toll-free", "CA"],
)
def test_a_calling_name_is_for_toll_based_us_numbers(server: RunningServer, members: dict[str, Any]) -> None:
    """Toll-free numbers and numbers from abroad have none."""
    server.add_number(**members)

    error = error_of(server.client().update_phone_number, PhoneNumberId=NUMBER, CallingName="Example Corp")

    assert error == (400, "BadRequestException", "CallingName can be set only for toll-based U.S. phone numbers.")


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"Name": "Desk", "CallingName": "Example Corp"},
        {"Name": "Desk", "ProductType": "VoiceConnector"},
        {"Name": "", "CallingName": ""},
        {"Name": "Desk", "CallingName": "Example Corp", "ProductType": "VoiceConnector"},
    ],
    ids=lambda details: "+".join(details) or "none",
)
def test_one_detail_at_a_time(server: RunningServer, details: dict[str, str]) -> None:
    """None and several are refused, and nothing changes."""
    before = server.add_number()

    error = error_of(server.client().update_phone_number, PhoneNumberId=NUMBER, **details)

    assert error[:2] == (400, "BadRequestException")
    assert "one phone number detail can be updated at a time" in error[2]
    assert server.number() == before


@pytest.mark.parametrize(
    "status",
    [
        "AcquireInProgress",
        "AcquireFailed",
        "ReleaseInProgress",
        "DeleteInProgress",
        "ReleaseFailed",
        "DeleteFailed",
        "Cancelled",
        "PortinCancelRequested",
        "PortinInProgress",
    ],
)
@pytest.mark.parametrize(
    "detail", [{"Name": "Desk"}, {"CallingName": "Desk"}, {"ProductType": "VoiceConnector"}], ids=str
)
def test_a_number_on_its_way_cannot_be_updated(server: RunningServer, status: Status, detail: dict[str, str]) -> None:
    """Only what is in the inventory can be changed."""
    before = server.add_number(status=status)

    error = error_of(server.client().update_phone_number, PhoneNumberId=NUMBER, **detail)

    assert error == (400, "BadRequestException", f"A phone number with status {status} cannot be updated.")
    assert server.number() == before


@pytest.mark.parametrize(
    ("detail", "message"),
    [
        ({"CallingName": "A"}, "CallingName must match the pattern ^$|^[a-zA-Z0-9 ]{2,15}$."),
        ({"CallingName": "Sixteen letters!"}, "CallingName must match the pattern ^$|^[a-zA-Z0-9 ]{2,15}$."),
        ({"CallingName": "Example\n"}, "CallingName must match the pattern ^$|^[a-zA-Z0-9 ]{2,15}$."),
        ({"CallingName": "Exämple"}, "CallingName must match the pattern ^$|^[a-zA-Z0-9 ]{2,15}$."),
        ({"Name": "x" * 257}, "Name must have at most 256 characters."),
        ({"Name": "x" * 1_000_000}, "Name must have at most 256 characters."),
        (
            {"Name": " Desk"},
            r"Name must match the pattern ^$|^[a-zA-Z0-9\,\.\_\-]+(\s+[a-zA-Z0-9\,\.\_\-]+)*$.",
        ),
        ({"ProductType": "Nope"}, "ProductType must be one of SipMediaApplicationDialIn, VoiceConnector."),
        ({"ProductType": "BusinessCalling"}, "ProductType must be one of SipMediaApplicationDialIn, VoiceConnector."),
    ],
    ids=range(9),
)
def test_a_broken_constraint_is_named(server: RunningServer, detail: dict[str, str], message: str) -> None:
    """botocore checks neither pattern nor length nor enum: the server does, says which, and changes nothing."""
    before = server.add_number()

    assert error_of(server.client().update_phone_number, PhoneNumberId=NUMBER, **detail) == (
        400,
        "BadRequestException",
        message,
    )
    assert server.number() == before


def test_the_older_namespace_has_no_name(server: RunningServer) -> None:
    """A Name sent there is a member that the contract does not know: ignored, so that no detail is left."""
    server.add_number()
    client = server.client("chime")
    client.meta.events.register(
        "before-call.chime.UpdatePhoneNumber",
        lambda params, **_: params.update(body=json.dumps({"Name": "Desk"}).encode()),
    )

    assert error_of(client.update_phone_number, PhoneNumberId=NUMBER, CallingName="Desk")[:2] == (
        400,
        "BadRequestException",
    )


def test_another_accounts_number_cannot_be_updated(server: RunningServer) -> None:
    """It does not exist for a stranger, and it stays as it is."""
    before = server.add_number()

    error = error_of(server.client(account="999999999999").update_phone_number, PhoneNumberId=NUMBER, Name="Mine")

    assert error == (404, "NotFoundException", "The phone number does not exist.")
    assert server.number() == before


def test_a_change_is_remembered_with_its_author(server: RunningServer) -> None:
    """The history has who, what, when, before and after; a refused request leaves no trace."""
    before = server.add_number()
    server.clock.advance(timedelta(minutes=1))
    update(server, Name="Desk")
    error_of(server.client().update_phone_number, PhoneNumberId=NUMBER, ProductType="Nope")

    changes = server.store(lambda tx: tx.page(Change, {"account": ACCOUNT}, None, 10))

    assert [change.action for change in changes] == ["add_number", "UpdatePhoneNumber"]
    change = changes[1]
    assert (change.subject, change.changed_at) == (f"phone_numbers/{NUMBER}", START + timedelta(minutes=1))
    assert change.principal == f"arn:aws:iam::{ACCOUNT}:root"
    assert change.before is not None
    assert msgspec.json.decode(change.before, type=PhoneNumber) == before
    assert change.after is not None
    assert msgspec.json.decode(change.after, type=PhoneNumber).name == "Desk"
