"""``dialbook orders list`` and ``show``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.porting import TO_THE_END, VOICE, move, port_in
from running import ACCOUNT, RunningServer

if TYPE_CHECKING:
    from cli.conftest import Dialbook

A, B, BRITISH = "+12065550100", "+12065550101", "+442079460100"
OTHER = "999999999999"


@pytest.fixture
def server(home: Path, location: str) -> Iterator[RunningServer]:
    """Run a server on the store of the commands, at a time that is theirs or later."""
    with RunningServer(store=location) as running:
        running.clock.advance(datetime.now(UTC) + timedelta(minutes=1) - running.clock.now())
        yield running


@pytest.fixture(autouse=True)
def account(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the commands look at the tests' account."""
    monkeypatch.setenv("DIALBOOK_ACCOUNT", ACCOUNT)


def test_history(dialbook: Dialbook, server: RunningServer) -> None:
    """Who moved an order, and when; as events each is about the order and holds no number."""
    order = port_in(dialbook, A)
    move(dialbook, order, TO_THE_END[0])

    told = dialbook("orders", "history", order).out
    events = [json.loads(line) for line in dialbook("orders", "history", order, "--format", "json").out.splitlines()]

    assert re.search(r"  cli +orders port-in +\(created\)\n", told)
    assert re.search(r"  cli +orders move +status +PendingDocuments +Submitted\n", told)
    assert [event["eventName"] for event in events] == ["OrdersPortIn", "OrdersMove"]
    assert {event["resources"][0]["ARN"].rpartition("/")[2] for event in events} == {order}
    assert A[1:] not in json.dumps(events)


def test_history_of_an_order_that_is_not_there(dialbook: Dialbook, server: RunningServer) -> None:
    """One sentence."""
    ended = dialbook("orders", "history", "00000000-0000-4000-8000-000000000000")
    assert ended == (1, "", f"dialbook: Account {ACCOUNT} does not have this order.\n")


def test_list(dialbook: Dialbook, server: RunningServer) -> None:
    """Each order has a line, the oldest first, whatever its product and its type, with what has fallen due since."""
    first = port_in(dialbook, A, B)
    second = port_in(dialbook, BRITISH, words=("--product-type", "SipMediaApplicationDialIn"))
    port_in(dialbook, "+12065550199", words=(*VOICE, "--account", OTHER))
    move(dialbook, second, *TO_THE_END[:2])

    heading, *lines = dialbook("orders", "list").out.splitlines()

    assert re.split("  +", heading) == [
        "ORDER",
        "TYPE",
        "PRODUCT TYPE",
        "STATUS",
        "NUMBERS",
        "FOC DATE",
        "CREATED (UTC)",
    ]
    assert [line.split()[:5] for line in lines] == [
        [first, "Porting", "VoiceConnector", "PendingDocuments", "2"],
        [second, "Porting", "SipMediaApplicationDialIn", "FOC", "1"],
    ]
    assert lines[1].index("2026-03-31") == heading.index("FOC DATE")


def test_list_and_show_have_what_has_fallen_due(dialbook: Dialbook, home: Path, location: str) -> None:
    """An order whose time has come is complete, though nobody has asked the server since."""
    with RunningServer(store=location) as server:
        server.clock.advance(datetime(2020, 1, 1, tzinfo=UTC) - server.clock.now())
        answer = server.client().create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=[A])
    order = answer["PhoneNumberOrder"]["PhoneNumberOrderId"]

    assert dialbook("orders", "list").out.splitlines()[1].split()[:4] == [order, "New", "VoiceConnector", "Successful"]
    found = json.loads(dialbook("orders", "show", order.upper()).out)
    assert (found["order_id"], found["status"], found["numbers"][0]["status"]) == (order, "Successful", "Acquired")


def test_list_has_a_limit(dialbook: Dialbook, server: RunningServer) -> None:
    """What is left out is said on standard error."""
    for last in range(3):
        port_in(dialbook, f"+1206555010{last}")
    assert len(dialbook("orders", "list").out.splitlines()) == 4
    assert dialbook("orders", "list", "--limit", "3").err == ""
    limited = dialbook("orders", "list", "--limit", "2")
    assert (limited.status, len(limited.out.splitlines())) == (0, 3)
    assert limited.err == "The first 2: raise --limit to see more.\n"
    assert dialbook("orders", "list", "--limit", "0").status == 2


def test_list_of_nothing(dialbook: Dialbook, server: RunningServer) -> None:
    """An account without orders is not a mistake."""
    assert dialbook("orders", "list") == (0, "", f"Account {ACCOUNT} has no orders.\n")


def test_show(dialbook: Dialbook, server: RunningServer) -> None:
    """The record is JSON."""
    order = port_in(dialbook, A)
    found = json.loads(dialbook("orders", "show", order).out)
    assert (found["order_id"], found["order_type"], found["status"]) == (order, "Porting", "PendingDocuments")
