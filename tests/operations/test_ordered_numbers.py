"""Which of the numbers of an order an account gets: those that fail, those that somebody has, those that are free again."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from dialbook.domain.phone_numbers import MOVES, Status
from dialbook.domain.registry import Ownership
from operations.ordering import UNAVAILABLE, get, place, records, refusal, status_of, statuses
from running import ACCOUNT, START, RunningServer, error_of

DELAY = timedelta(seconds=10)
A, B, C = "+12065550100", "+12065550101", "+12065550102"
FAILING, FAILING_TOO = "+12065550404", "+12125550404"
OTHER = "999999999999"


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


@pytest.mark.parametrize(
    ("numbers", "status", "each"),
    [
        ((FAILING,), "Failed", {FAILING: "Failed"}),
        ((FAILING, FAILING_TOO), "Failed", {FAILING: "Failed", FAILING_TOO: "Failed"}),
        ((A, FAILING), "Partial", {A: "Acquired", FAILING: "Failed"}),
    ],
)
def test_chosen_numbers_fail(
    server: RunningServer, namespace: str, numbers: tuple[str, ...], status: str, each: dict[str, str]
) -> None:
    """Those that end in 0404 are acquired in vain."""
    client = server.client(namespace)
    order = place(client, *numbers)
    assert statuses(order) == ("Processing", dict.fromkeys(numbers, "Processing"))

    server.clock.advance(DELAY)

    assert statuses(get(client, order)) == (status, each)
    for e164 in numbers:
        assert status_of(client, e164) == ("Unassigned" if each[e164] == "Acquired" else "AcquireFailed")


def test_a_number_that_failed_is_nobodys(server: RunningServer) -> None:
    """While the carrier tries, it is taken; from then on anybody may try, and the failures stay to be seen."""
    client, other = server.client(), server.client(account=OTHER)
    first = place(client, FAILING)
    assert refusal(other, FAILING) == UNAVAILABLE
    server.clock.advance(DELAY)

    place(other, FAILING)
    assert refusal(client, FAILING) == UNAVAILABLE
    client.delete_phone_number(PhoneNumberId=FAILING)
    assert error_of(client.get_phone_number, PhoneNumberId=FAILING)[0] == 404
    assert refusal(client, FAILING) == UNAVAILABLE
    server.clock.advance(DELAY)

    assert status_of(other, FAILING) == "AcquireFailed"
    place(client, FAILING)
    server.clock.advance(DELAY)
    second = place(client, FAILING)
    assert status_of(client, FAILING) == "AcquireInProgress"
    assert client.get_phone_number(PhoneNumberId=FAILING)["PhoneNumber"]["OrderId"] == second["PhoneNumberOrderId"]
    assert statuses(get(client, first)) == ("Failed", {FAILING: "Failed"})


@pytest.mark.parametrize("status", get_args(Status))
def test_the_table_says_which_numbers_can_be_ordered_anew(server: RunningServer, status: Status) -> None:
    """Those that failed; every other number is the account's already, whatever its status."""
    server.add_number(A, status=status, name="Desk")
    if status in ("AcquireFailed", "Cancelled"):
        owned = Ownership(e164=A, owner=ACCOUNT, claim_id=A, free_at=START)
        server.store(lambda tx: tx.put(owned))
    before = server.number(A)
    targets = [move.target for move in MOVES if (move.source, move.cause) == (status, "order")]

    if targets:
        place(server.client(), A)
        after = server.number(A)
        assert after is not None
        assert ([after.status], after.name, after.created_at) == (targets, None, START)
    else:
        assert refusal(server.client(), A) == UNAVAILABLE
        assert server.number(A) == before


def test_what_cannot_be_had_fails_beside_what_can(server: RunningServer, namespace: str) -> None:
    """Another account's, one's own, one that no numbering plan knows and one that is named again: the order ends Partial."""
    server.add_number(A, account=OTHER)
    own = server.add_number(B)
    client = server.client(namespace)

    order = place(client, A, B, "+19990000000", C, C)
    assert statuses(order)[0] == "Processing"
    server.clock.advance(DELAY)

    ended = get(client, order)
    assert [one["Status"] for one in ended["OrderedPhoneNumbers"]] == [
        "Failed",
        "Failed",
        "Failed",
        "Acquired",
        "Failed",
    ]
    assert ended["Status"] == "Partial"
    assert server.number(B) == own
    assert error_of(client.get_phone_number, PhoneNumberId=A)[0] == 404
    assert status_of(server.client(account=OTHER), A) == "Unassigned"
    assert status_of(client, C) == "Unassigned"


@pytest.mark.parametrize(
    "numbers",
    [(A,), (B,), ("+19990000000",), ("+4402079460100",), (A, B, "+11")],
    ids="-".join,
)
def test_an_order_of_which_none_can_be_had_is_refused(
    server: RunningServer, namespace: str, numbers: tuple[str, ...]
) -> None:
    """400: clients retry exactly that with other numbers (BEHAVIOUR.md 6, R7). Nothing is created."""
    server.add_number(A, account=OTHER)
    server.add_number(B)
    before = records(server)
    product = "SipMediaApplicationDialIn"

    assert refusal(server.client(namespace), *numbers, product_type=product) == UNAVAILABLE
    assert records(server) == before


def test_a_number_can_be_ordered_when_it_has_left_the_deletion_queue(server: RunningServer, namespace: str) -> None:
    """From that moment on, by anybody; what the account had before is forgotten."""
    server.add_number(A, name="Desk")
    client, other = server.client(namespace), server.client(namespace, account=OTHER)
    client.delete_phone_number(PhoneNumberId=A)
    server.clock.advance(timedelta(days=7) - timedelta(milliseconds=1))
    assert refusal(client, A) == refusal(other, A) == UNAVAILABLE

    server.clock.advance(timedelta(milliseconds=1))
    place(other, A)

    assert error_of(client.get_phone_number, PhoneNumberId=A)[0] == 404
    assert status_of(other, A) == "AcquireInProgress"
    assert client.list_phone_numbers()["PhoneNumbers"] == []
    assert status_of(other, A) == "AcquireInProgress"
