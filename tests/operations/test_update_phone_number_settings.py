"""UpdatePhoneNumberSettings through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dialbook.domain.history import Change
from running import ACCOUNT, START, RunningServer, error_of

NUMBER = "+12065550100"
HOURS_72 = timedelta(hours=72)
WEEK = timedelta(days=7)
MOMENT = timedelta(milliseconds=1)
TOO_SOON = (400, "BadRequestException", "The default CallingName was updated too recently to be updated again.")


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


def shown(server: RunningServer, e164: str = NUMBER) -> tuple[str | None, str]:
    """Return the calling name that a number shows, and its status."""
    number: dict[str, Any] = server.client().get_phone_number(PhoneNumberId=e164)["PhoneNumber"]
    return number.get("CallingName"), number["CallingNameStatus"]


def test_a_default_name_is_shown_after_72_hours(server: RunningServer, namespace: str) -> None:
    """On a local U.S. number that has no name of its own, until the last moment not (BEHAVIOUR.md 3.4 and 5, row 38)."""
    server.add_number()

    answer = server.client(namespace).update_phone_number_settings(CallingName="Head Office")

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    server.clock.advance(HOURS_72 - MOMENT)
    assert shown(server) == (None, "Unassigned")
    server.clock.advance(MOMENT)
    assert shown(server) == ("Head Office", "UpdateSucceeded")
    listed = server.client(namespace).list_phone_numbers()["PhoneNumbers"]
    assert [number["CallingName"] for number in listed] == ["Head Office"]


def test_a_name_of_its_own_overrides_the_default(server: RunningServer) -> None:
    """As soon as it is in force, and not while it is on its way or after it failed; cleared, the default shows again."""
    server.add_number(calling_name="Own Name", calling_name_status="UpdateSucceeded")
    server.add_number("+12065550101")
    client = server.client()
    client.update_phone_number_settings(CallingName="Head Office")
    server.clock.advance(HOURS_72)
    assert shown(server) == ("Own Name", "UpdateSucceeded")

    client.update_phone_number(PhoneNumberId="+12065550101", CallingName="UpdateFailed")
    client.update_phone_number(PhoneNumberId=NUMBER, CallingName="")
    assert shown(server, "+12065550101") == ("Head Office", "UpdateInProgress")
    assert shown(server) == ("Own Name", "UpdateInProgress")
    server.clock.advance(HOURS_72)

    assert shown(server, "+12065550101") == ("Head Office", "UpdateFailed")
    assert shown(server) == ("Head Office", "UpdateSucceeded")
    client.update_phone_number(PhoneNumberId="+12065550101", CallingName="Own Name")
    assert shown(server, "+12065550101") == ("Head Office", "UpdateInProgress")
    server.clock.advance(HOURS_72)
    assert shown(server, "+12065550101") == ("Own Name", "UpdateSucceeded")


@pytest.mark.parametrize(
    "members",
    [
        {"type": "TollFree"},
        {"country": "CA", "product_type": "SipMediaApplicationDialIn"},
        {"status": "AcquireInProgress"},
        {"status": "ReleaseInProgress"},
    ],
    ids=["toll-free", "CA", "on its way in", "on its way out"],
)
def test_other_numbers_do_not_show_it(server: RunningServer, members: dict[str, Any]) -> None:
    """Only what can have a calling name, and is in use or can be."""
    server.add_number(**members)
    server.client().update_phone_number_settings(CallingName="Head Office")

    server.clock.advance(HOURS_72)

    assert shown(server) == (None, "Unassigned")


def test_a_default_name_may_change_once_in_seven_days(server: RunningServer, namespace: str) -> None:
    """To the millisecond; 400, for the operation models no Conflict, and the first goes on (BEHAVIOUR.md 5, row 5)."""
    server.add_number()
    client = server.client(namespace)
    client.update_phone_number_settings(CallingName="First Name")

    server.clock.advance(WEEK - MOMENT)
    assert error_of(client.update_phone_number_settings, CallingName="Second Name") == TOO_SOON
    assert error_of(client.update_phone_number_settings, CallingName="") == TOO_SOON
    assert client.get_phone_number_settings()["CallingNameUpdatedTimestamp"] == START
    assert shown(server) == ("First Name", "UpdateSucceeded")

    server.clock.advance(MOMENT)
    client.update_phone_number_settings(CallingName="Second Name")
    assert shown(server) == ("First Name", "UpdateSucceeded")
    server.clock.advance(HOURS_72)
    assert shown(server) == ("Second Name", "UpdateSucceeded")


def test_a_default_name_is_cleared_after_72_hours_too(server: RunningServer) -> None:
    """The numbers show the old one until then, and none afterwards."""
    server.add_number()
    client = server.client()
    client.update_phone_number_settings(CallingName="Head Office")
    server.clock.advance(WEEK)

    client.update_phone_number_settings(CallingName="")
    server.clock.advance(HOURS_72 - MOMENT)
    assert shown(server) == ("Head Office", "UpdateSucceeded")
    server.clock.advance(MOMENT)

    assert shown(server) == (None, "Unassigned")


def test_a_name_that_the_carrier_refuses_is_shown_on_no_number(server: RunningServer) -> None:
    """The one before stays in force; the settings show what was set."""
    server.add_number()
    client = server.client()
    client.update_phone_number_settings(CallingName="Head Office")
    server.clock.advance(WEEK)

    client.update_phone_number_settings(CallingName="UpdateFailed")
    server.clock.advance(HOURS_72)

    assert shown(server) == ("Head Office", "UpdateSucceeded")
    assert client.get_phone_number_settings()["CallingName"] == "UpdateFailed"


def test_a_name_that_arrives_is_remembered(server: RunningServer) -> None:
    """The history has who set it, and that it settled."""
    client = server.client()
    client.update_phone_number_settings(CallingName="Head Office")
    server.clock.advance(HOURS_72)
    client.list_phone_numbers()

    changes = server.store(lambda tx: tx.page(Change, {"account": ACCOUNT}, None, 10))

    assert [(change.subject, change.action) for change in changes] == [
        ("account_settings", "UpdatePhoneNumberSettings"),
        ("account_settings", "Settle"),
    ]


@pytest.mark.parametrize("name", ["A", "Sixteen letters!", "Example\n", "Exämple"])
def test_a_broken_constraint_is_named(server: RunningServer, namespace: str, name: str) -> None:
    """The pattern is the same as a number's own name has."""
    client = server.client(namespace)

    assert error_of(client.update_phone_number_settings, CallingName=name) == (
        400,
        "BadRequestException",
        "CallingName must match the pattern ^$|^[a-zA-Z0-9 ]{2,15}$.",
    )
    assert "CallingNameUpdatedTimestamp" not in client.get_phone_number_settings()


def test_the_relaxed_rules_have_no_interval() -> None:
    """Another name may follow at once, and only the last one arrives."""
    with RunningServer(rules="relaxed") as server:
        server.add_number()
        client = server.client()
        client.update_phone_number_settings(CallingName="First Name")
        client.update_phone_number_settings(CallingName="Second Name")

        server.clock.advance(timedelta(seconds=5))

        assert shown(server) == ("Second Name", "UpdateSucceeded")
