"""Changes that fail in their own time, because that was ordered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from controls.ordering_faults import NUMBER, FaultyServer
from dialbook.domain.pool import PoolNumber
from running import ACCOUNT, error_of

OTHER = "+12065550101"
ORDERED = ["+12065550110", "+12065550111", "+12065550112"]


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    """A server of its own for each test, with two numbers."""
    with FaultyServer(switches={"default_calling_name_interval": timedelta(0), "phone_number_quota": None}) as running:
        running.add_number(NUMBER)
        running.add_number(OTHER)
        yield running


def order(server: FaultyServer, *numbers: str) -> Any:
    """Order numbers and return the order as it ends."""
    client = server.client()
    placed = client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=list(numbers))
    assert placed["PhoneNumberOrder"]["Status"] == "Processing"
    server.clock.advance(timedelta(days=1))
    order_id = placed["PhoneNumberOrder"]["PhoneNumberOrderId"]
    return client.get_phone_number_order(PhoneNumberOrderId=order_id)["PhoneNumberOrder"]


def status_of(server: FaultyServer, number: str) -> str:
    """Return a number's status, or that it is gone."""
    try:
        status: str = server.client().get_phone_number(PhoneNumberId=number)["PhoneNumber"]["Status"]
    except server.client().exceptions.NotFoundException:
        return "gone"
    return status


def test_this_numbers_order_fails(server: FaultyServer) -> None:
    """The others of the order are acquired, and the number can be ordered again."""
    server.fail(outcome="AcquireFailed", phone_number=ORDERED[1], times=1)

    ended = order(server, *ORDERED)

    assert ended["Status"] == "Partial"
    assert [number["Status"] for number in ended["OrderedPhoneNumbers"]] == ["Acquired", "Failed", "Acquired"]
    assert status_of(server, ORDERED[1]) == "AcquireFailed"
    assert server.counts() == [(1, 1)]
    assert order(server, ORDERED[1])["Status"] == "Successful"


def test_a_number_of_the_operators_pool_fails_too(server: FaultyServer) -> None:
    """The pool says how an order of it ends, unless a fault says otherwise."""
    pooled = PoolNumber(e164=ORDERED[0], country="US", type="Local", outcome="Acquired")
    server.store(lambda tx: tx.put(pooled))
    server.fail(outcome="AcquireFailed")
    assert order(server, ORDERED[0])["Status"] == "Failed"


@pytest.mark.parametrize("batch", [False, True])
def test_this_calling_name_ends_as_failed(server: FaultyServer, batch: bool) -> None:
    """The name in force stays as it was, and the next update succeeds; other numbers are left alone."""
    server.fail(outcome="UpdateFailed", phone_number=NUMBER, times=1)
    client = server.client()

    def update(number: str, name: str) -> None:
        item = {"PhoneNumberId": number, "CallingName": name}
        if batch:
            answer = client.batch_update_phone_number(UpdatePhoneNumberRequestItems=[item])
            assert answer["PhoneNumberErrors"] == []
        else:
            assert client.update_phone_number(**item)["PhoneNumber"]["CallingNameStatus"] == "UpdateInProgress"

    for name, outcome in (("First", "UpdateFailed"), ("Second", "UpdateSucceeded")):
        update(NUMBER, name)
        update(OTHER, name)
        server.clock.advance(timedelta(days=4))
        assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["CallingNameStatus"] == outcome
        assert client.get_phone_number(PhoneNumberId=OTHER)["PhoneNumber"]["CallingName"] == name
    assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["CallingName"] == "Second"


def test_other_updates_use_no_failure_up(server: FaultyServer) -> None:
    """The carrier is asked for calling names only."""
    server.fail(outcome="UpdateFailed", times=1)
    server.client().update_phone_number(PhoneNumberId=NUMBER, Name="desk")
    assert server.counts() == [(0, 0)]


def test_the_default_calling_name_fails(server: FaultyServer) -> None:
    """Numbers without a name of their own go on showing what they did; a failure of one number does not concern it."""
    client = server.client()

    def shown() -> str | None:
        server.clock.advance(timedelta(days=4))
        name: str | None = client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"].get("CallingName")
        return name

    server.fail(outcome="UpdateFailed", phone_number=NUMBER)
    client.update_phone_number_settings(CallingName="Old")
    assert shown() == "Old"
    server.fail(outcome="UpdateFailed", operation="UpdatePhoneNumberSettings", times=1)
    client.update_phone_number_settings(CallingName="New")
    assert shown() == "Old"
    client.update_phone_number_settings(CallingName="Newer")
    assert shown() == "Newer"


@pytest.mark.parametrize("outcome", ["ReleaseFailed", "DeleteFailed"])
def test_this_number_is_not_given_back(server: FaultyServer, outcome: str) -> None:
    """At the end of the deletion queue it stays; deleted again it goes."""
    server.fail(outcome=outcome, account=ACCOUNT, times=1)
    server.client().delete_phone_number(PhoneNumberId=NUMBER)
    server.clock.advance(timedelta(days=8))
    assert status_of(server, NUMBER) == outcome

    server.client().delete_phone_number(PhoneNumberId=NUMBER)
    server.clock.advance(timedelta(days=8))

    assert status_of(server, NUMBER) == "gone"


def test_a_refused_request_uses_no_failure_up(server: FaultyServer) -> None:
    """What is undone is not counted: the failure is for the request that succeeds."""
    server.fail(outcome="UpdateFailed", times=1)
    client = server.client()
    client.update_phone_number(PhoneNumberId=OTHER, CallingName="First")  # takes the failure
    server.fail(outcome="UpdateFailed", times=1)
    assert error_of(client.update_phone_number, PhoneNumberId=OTHER, CallingName="Second")[0] == 409
    assert server.counts() == [(1, 1), (0, 0)]


def test_what_cannot_begin_uses_no_failure_up(server: FaultyServer) -> None:
    """A number that a batch refuses, one that is in the deletion queue already, one that somebody has."""
    client = server.client()
    client.update_phone_number(PhoneNumberId=OTHER, CallingName="First")
    client.delete_phone_number(PhoneNumberId=NUMBER)
    for outcome in ("UpdateFailed", "ReleaseFailed", "AcquireFailed"):
        server.fail(outcome=outcome, times=1)

    item = {"PhoneNumberId": OTHER, "CallingName": "Second"}
    assert client.batch_update_phone_number(UpdatePhoneNumberRequestItems=[item])["PhoneNumberErrors"]
    client.delete_phone_number(PhoneNumberId=NUMBER)
    taken_and_free = [OTHER, ORDERED[0]]
    client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=taken_and_free)

    assert server.counts() == [(0, 0), (0, 0), (1, 1)]
    assert status_of(server, ORDERED[0]) == "AcquireInProgress"


def test_a_share_of_numbers_fails(server: FaultyServer) -> None:
    """By number: the same ones whenever they are asked for."""
    server.fail(outcome="AcquireFailed", share=0.5, share_by="Request")
    numbers = [f"+1206555{digits}" for digits in range(1200, 1220)]
    ended = order(server, *numbers)
    assert ended["Status"] == "Partial"
    failed = [number["E164PhoneNumber"] for number in ended["OrderedPhoneNumbers"] if number["Status"] == "Failed"]
    assert order(server, *failed)["Status"] == "Failed"
