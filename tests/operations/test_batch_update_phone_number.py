"""BatchUpdatePhoneNumber through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from running import ACCOUNT, START, RunningServer, error_of

ONE, TWO, THREE = "+12065550100", "+12065550101", "+12065550102"
NAMESPACES = ["chime", "chime-sdk-voice"]


@pytest.fixture(params=NAMESPACES)
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


def item(phone_number_id: str, **detail: str) -> dict[str, str]:
    """Return one item of a request."""
    return {"PhoneNumberId": phone_number_id, **detail}


def update(server: RunningServer, namespace: str, *items: dict[str, str]) -> list[dict[str, Any]]:
    """Update numbers and return what went wrong."""
    answer = server.client(namespace).batch_update_phone_number(UpdatePhoneNumberRequestItems=items)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    errors: list[dict[str, Any]] = answer["PhoneNumberErrors"]
    return errors


def stored(server: RunningServer, e164: str) -> PhoneNumber:
    """Return a number as it is stored."""
    number = server.number(e164)
    assert number is not None
    return number


def test_each_item_changes_one_detail(server: RunningServer) -> None:
    """Each another one, if need be."""
    for e164 in (ONE, TWO, THREE):
        server.add_number(e164)
    server.clock.advance(timedelta(minutes=1))

    errors = update(
        server,
        "chime-sdk-voice",
        item("%2B12065550100", Name="Desk"),
        item("12065550101", CallingName="Example Corp"),
        item(THREE, ProductType="SipMediaApplicationDialIn"),
    )

    assert errors == []
    assert stored(server, ONE).name == "Desk"
    assert stored(server, TWO).pending_calling_name == "Example Corp"
    assert stored(server, THREE).product_type == "SipMediaApplicationDialIn"
    assert {stored(server, e164).updated_at for e164 in (ONE, TWO, THREE)} == {START + timedelta(minutes=1)}


def test_the_older_namespace_knows_two_details(server: RunningServer) -> None:
    """Product type, its own among them, and calling name."""
    for e164 in (ONE, TWO):
        server.add_number(e164)

    errors = update(server, "chime", item(ONE, ProductType="BusinessCalling"), item(TWO, CallingName="Example Corp"))

    assert errors == []
    assert stored(server, ONE).product_type == "BusinessCalling"
    assert stored(server, TWO).pending_calling_name == "Example Corp"


def test_each_item_succeeds_or_fails_by_itself(server: RunningServer, namespace: str) -> None:
    """A rule that one item breaks is that item's error; it changes nothing there and keeps no other from being done."""
    assigned = server.add_number(ONE, status="Assigned")
    server.add_number(TWO)
    server.add_number(THREE)
    server.client().update_phone_number(PhoneNumberId=TWO, CallingName="First Name")
    pending = stored(server, TWO)

    errors = update(
        server,
        namespace,
        item(ONE, ProductType="SipMediaApplicationDialIn"),
        item("12065550101", CallingName="Second Name"),
        item("+12065550199", CallingName="Second Name"),
        item("nobody", CallingName="Second Name"),
        item(THREE, CallingName="Third Name"),
    )

    assert errors == [
        {
            "PhoneNumberId": "%2B12065550100",
            "ErrorCode": "BadRequest",
            "ErrorMessage": "ProductType can be changed only while the phone number is unassigned.",
        },
        {
            "PhoneNumberId": "%2B12065550101",
            "ErrorCode": "Conflict",
            "ErrorMessage": "CallingName cannot be updated while an earlier update of it is pending.",
        },
        {
            "PhoneNumberId": "+12065550199",
            "ErrorCode": "NotFound",
            "ErrorMessage": "The phone number does not exist.",
        },
        {"PhoneNumberId": "nobody", "ErrorCode": "NotFound", "ErrorMessage": "The phone number does not exist."},
    ]
    assert (stored(server, ONE), stored(server, TWO)) == (assigned, pending)
    assert stored(server, THREE).pending_calling_name == "Third Name"
    changes = server.store(lambda tx: tx.page(Change, {"account": ACCOUNT}, None, 100))
    assert [change.action for change in changes].count("BatchUpdatePhoneNumber") == 1


def test_none_and_several_details_are_an_items_error(server: RunningServer, namespace: str) -> None:
    """One attribute for each item: the others are done."""
    for e164 in (ONE, TWO, THREE):
        server.add_number(e164)

    errors = update(
        server,
        namespace,
        item(ONE),
        item(TWO, CallingName="Example Corp", ProductType="VoiceConnector"),
        item(THREE, CallingName=""),
    )

    assert [(error["PhoneNumberId"], error["ErrorCode"]) for error in errors] == [
        ("%2B12065550100", "BadRequest"),
        ("%2B12065550101", "BadRequest"),
    ]
    assert stored(server, TWO).pending_calling_name is None
    assert stored(server, THREE).pending_calling_name == ""


def test_a_product_that_a_number_cannot_have_is_an_items_error(server: RunningServer, namespace: str) -> None:
    """A number from abroad stays with its product."""
    server.add_number("+442079460100", country="GB", product_type="SipMediaApplicationDialIn")

    errors = update(server, namespace, item("+442079460100", ProductType="VoiceConnector"))

    assert [(error["PhoneNumberId"], error["ErrorCode"]) for error in errors] == [("%2B442079460100", "BadRequest")]


@pytest.mark.parametrize("spelling", [ONE, "%2B12065550100", "12065550100", "%252B12065550100"])
def test_a_number_may_be_named_once(server: RunningServer, namespace: str, spelling: str) -> None:
    """Duplicates are not allowed, in whatever spelling: the whole request is refused, and nothing changes."""
    before = [server.add_number(e164) for e164 in (ONE, TWO)]

    error = error_of(
        server.client(namespace).batch_update_phone_number,
        UpdatePhoneNumberRequestItems=[
            item(TWO, CallingName="Example Corp"),
            item(ONE, CallingName="First Name"),
            item(spelling, CallingName="Second Name"),
        ],
    )

    assert error == (
        400,
        "BadRequestException",
        "UpdatePhoneNumberRequestItems must not name a phone number twice.",
    )
    assert [stored(server, e164) for e164 in (ONE, TWO)] == before


def test_unknown_ids_may_not_come_twice_either(server: RunningServer, namespace: str) -> None:
    """The rule is the request's, whatever the account has."""
    error = error_of(
        server.client(namespace).batch_update_phone_number,
        UpdatePhoneNumberRequestItems=[item("nobody", CallingName="One"), item("nobody", CallingName="Two")],
    )

    assert error[:2] == (400, "BadRequestException")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"CallingName": "A"}, "CallingName must match the pattern"),
        ({"ProductType": "Nope"}, "ProductType must be one of"),
        ({"PhoneNumberId": " "}, "PhoneNumberId must match the pattern"),
        ({"PhoneNumberId": ""}, "PhoneNumberId must match the pattern"),
    ],
    ids=["pattern", "enum", "blank id", "empty id"],
)
def test_an_item_of_another_shape_is_refused_with_all(
    server: RunningServer, namespace: str, wrong: dict[str, str], message: str
) -> None:
    """The contract is about the whole request: nothing of it is done."""
    before = server.add_number(ONE)
    server.add_number(TWO)

    status, code, text = error_of(
        server.client(namespace).batch_update_phone_number,
        UpdatePhoneNumberRequestItems=[item(ONE, CallingName="Example Corp"), item(TWO) | wrong],
    )

    assert (status, code) == (400, "BadRequestException")
    assert message in text
    assert stored(server, ONE) == before


@pytest.mark.parametrize(
    ("count", "message"), [(0, "must have at least 1 item."), (501, "must have at most 500 items.")]
)
def test_at_least_one_and_at_most_500(server: RunningServer, namespace: str, count: int, message: str) -> None:
    """The model has no limits: a batch of nothing is a mistake, and a large one would keep others waiting."""
    items = [item(f"+1206555{number:04}", CallingName="Example Corp") for number in range(count)]

    error = error_of(server.client(namespace).batch_update_phone_number, UpdatePhoneNumberRequestItems=items)

    assert error == (400, "BadRequestException", f"UpdatePhoneNumberRequestItems {message}")
