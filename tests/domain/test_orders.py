"""The life of an order, with plain values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain.numbering import NumberFacts
from dialbook.domain.orders import (
    ORDER_MOVES,
    OrderCause,
    OrderedNumber,
    OrderMove,
    OrderStatus,
    PhoneNumberOrder,
    acquiring,
    go,
    move_to,
    ordered,
    porting,
    settle,
    step,
)
from dialbook.domain.phone_numbers import Acquisition
from dialbook.domain.phone_numbers import step as number_step
from dialbook.domain.refusal import Refusal

NOW = datetime(2026, 3, 1, 12, 0, 0, 0, UTC)
DUE = NOW + timedelta(seconds=10)
MOMENT = timedelta(milliseconds=1)
FOC = date(2026, 3, 31)
A, B, C = "+12065550100", "+12065550101", "+12065550102"
STATUSES: tuple[OrderStatus, ...] = get_args(OrderStatus)
CAUSES: tuple[OrderCause, ...] = get_args(OrderCause)
OUTCOMES: dict[OrderCause, tuple[Acquisition, ...]] = {
    "acquire all": ("Acquired", "Acquired"),
    "acquire some": ("Acquired", "AcquireFailed"),
    "acquire none": ("AcquireFailed", "AcquireFailed"),
}
"""What the carrier says of the numbers of an order, by what it causes."""
BY_HAND: dict[OrderCause, OrderStatus] = {
    "submit": "Submitted",
    "confirm date": "FOC",
    "request change": "ChangeRequested",
    "object": "Exception",
    "complete": "Successful",
    "request cancellation": "CancelRequested",
    "cancel": "Cancelled",
}
"""What an operator takes a port-in to, by what it causes."""
NOT_BY_HAND = sorted(set(STATUSES) - set(BY_HAND.values()))


def make_order(*outcomes: Acquisition, **members: Any) -> PhoneNumberOrder:
    """Return an order whose numbers have these outcomes, Processing until it is due, but for the members given."""
    numbers = tuple(OrderedNumber(e164=f"+1206555010{n}", outcome=outcome) for n, outcome in enumerate(outcomes))
    made: dict[str, Any] = {
        "account": "123456789012",
        "order_id": "12345678-1234-1234-1234-123456789012",
        "product_type": "VoiceConnector",
        "numbers": numbers,
        "settles_at": DUE,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return PhoneNumberOrder(**(made | members))


def make_port_in(status: OrderStatus, **members: Any) -> PhoneNumberOrder:
    """Return a port-in of two numbers that has this status."""
    return make_order("Acquired", "Acquired", order_type="Porting", status=status, **{"settles_at": None, **members})


def moved_by(cause: OrderCause) -> Callable[[OrderStatus], PhoneNumberOrder]:
    """Return what moves an order with a status by this cause."""
    if cause in OUTCOMES:
        return lambda status: settle(make_order(*OUTCOMES[cause], status=status), DUE)

    def by_hand(status: OrderStatus) -> PhoneNumberOrder:
        order, target = make_port_in(status), BY_HAND[cause]
        return go(order, move_to(order, target), FOC if target == "FOC" else None, DUE)

    return by_hand


@pytest.mark.parametrize("cause", [*OUTCOMES, *BY_HAND])
@pytest.mark.parametrize("status", STATUSES)
def test_every_move_is_in_the_table(status: OrderStatus, cause: OrderCause) -> None:
    """What the table allows leads where the table says, and everything else is refused."""
    targets = [move.target for move in ORDER_MOVES if (move.source, move.cause) == (status, cause)]

    if targets:
        assert [step(status, cause).target] == targets
        moved = moved_by(cause)(status)
        assert [moved.status] == targets
        assert moved.updated_at == DUE
    else:
        for move in (lambda: moved_by(cause)(status), lambda: step(status, cause)):
            with pytest.raises(Refusal) as caught:
                move()
            assert caught.value.code == "BadRequest"


def test_there_is_nothing_in_the_table_that_is_never_done() -> None:
    """Every cause is the carrier's, an operator's, or one of the two that begin an order; each begins and ends somewhere."""
    begins = {move.cause: move.target for move in ORDER_MOVES if move.source is None}
    assert begins == {"order": "Processing", "port in": "PendingDocuments"}
    assert {move.cause for move in ORDER_MOVES} == OUTCOMES.keys() | BY_HAND.keys() | begins.keys() == set(CAUSES)
    assert {move.target for move in ORDER_MOVES} == set(STATUSES)
    assert len({(move.source, move.cause) for move in ORDER_MOVES}) == len(ORDER_MOVES)


def test_a_cause_has_one_target() -> None:
    """So an operator may name the status, which is what the API shows, in place of the cause."""
    by_operators = {(move.cause, move.target) for move in ORDER_MOVES if move.by == "operator" and move.source}
    assert by_operators == set(BY_HAND.items())


def test_the_moves_of_the_numbers_are_in_their_table() -> None:
    """From every status of a port-in its numbers can go where the order takes them, and they end together."""
    at: dict[OrderStatus, set[str]] = {"PendingDocuments": {"PortinInProgress"}}
    for _ in ORDER_MOVES:
        for move in ORDER_MOVES:
            for status in at.get(move.source, ()) if move.source else ():
                reached = number_step(status, move.numbers) if move.numbers else status  # type: ignore[arg-type]
                at.setdefault(move.target, set()).add(str(reached))

    assert at["Successful"] == {"Unassigned"}
    assert at["CancelRequested"] == {"PortinCancelRequested"}
    assert at["Cancelled"] == {"Cancelled"}
    assert all(at[status] == {"PortinInProgress"} for status in ("Submitted", "FOC", "ChangeRequested", "Exception"))


@pytest.mark.parametrize(("cause", "outcomes"), OUTCOMES.items())
def test_an_order_is_processing_until_the_carrier_has_answered(
    cause: OrderCause, outcomes: tuple[Acquisition, ...]
) -> None:
    """To the millisecond; it was updated then, not when somebody looked, and each number says what became of it."""
    order = make_order(*outcomes)

    assert settle(order, DUE - MOMENT) is order
    for moment in (DUE, DUE + timedelta(days=365)):
        settled = settle(order, moment)
        assert settled.status == step("Processing", cause).target
        assert (settled.settles_at, settled.created_at, settled.updated_at) == (None, NOW, DUE)
        assert [number.status for number in settled.numbers] == [
            "Acquired" if outcome == "Acquired" else "Failed" for outcome in outcomes
        ]
        assert settle(settled, moment + MOMENT) is settled


@pytest.mark.parametrize("status", STATUSES)
def test_what_waits_for_nothing_stays_as_it_is(status: OrderStatus) -> None:
    """However long: time never moves a port-in."""
    order = make_port_in(status)

    assert settle(order, NOW + timedelta(days=10_000)) is order


@given(st.lists(st.sampled_from(["Acquired", "AcquireFailed"]), min_size=1, max_size=6))
def test_partial_is_what_is_neither(outcomes: list[Acquisition]) -> None:
    """Partial only where some number really failed and some did not (BEHAVIOUR.md 6, R6)."""
    acquired = outcomes.count("Acquired")

    status = settle(make_order(*outcomes), DUE).status

    assert status == ("Failed" if not acquired else "Successful" if acquired == len(outcomes) else "Partial")


def test_the_numbers_stand_as_they_were_asked_for() -> None:
    """One that cannot be had will have failed, and one that is asked for again is not there a second time."""
    numbers = ordered([C, A, B, A], {A: "Acquired", C: "AcquireFailed"})

    assert [(number.e164, number.outcome) for number in numbers] == [
        (C, "AcquireFailed"),
        (A, "Acquired"),
        (B, "AcquireFailed"),
        (A, "AcquireFailed"),
    ]
    assert {number.status for number in numbers} == {"Processing"}


@pytest.mark.parametrize("outcome", ["Acquired", "AcquireFailed"])
def test_a_number_is_acquired_with_its_order(outcome: Acquisition) -> None:
    """It is created with the order and due with it, and has the order's product, id and name."""
    order = make_order(outcome)
    number = acquiring(order, NumberFacts(A, "US", "Local"), outcome, "Desk")

    assert (number.status, number.pending_outcome, number.settles_at) == ("AcquireInProgress", outcome, DUE)
    assert (number.account, number.order_id, number.product_type) == (order.account, order.order_id, "VoiceConnector")
    assert (number.e164, number.country, number.type, number.name) == (A, "US", "Local", "Desk")
    assert (number.created_at, number.updated_at) == (NOW, NOW)


@pytest.mark.parametrize("name", [None, ""])
def test_an_empty_name_is_none(name: str | None) -> None:
    """As it is where a number is updated (BEHAVIOUR.md 5, row 37)."""
    facts = NumberFacts("+442079460100", "GB", "Local")
    ported = porting(make_port_in("PendingDocuments"), facts, name)

    assert ported.name is None
    assert (ported.status, ported.settles_at, ported.country) == ("PortinInProgress", None, "GB")
    assert acquiring(make_order("Acquired"), facts, "Acquired", name).name is None


@pytest.mark.parametrize("status", STATUSES)
def test_a_new_order_is_not_moved_by_hand(status: OrderStatus) -> None:
    """The carrier answers, whatever an operator says."""
    with pytest.raises(Refusal) as caught:
        move_to(make_order("Acquired"), status)
    assert caught.value.message.startswith("Only a port-in is moved by hand")


@pytest.mark.parametrize("target", NOT_BY_HAND)
@pytest.mark.parametrize("status", STATUSES)
def test_a_port_in_never_has_a_status_of_new_orders(status: OrderStatus, target: OrderStatus) -> None:
    """Nor does it begin again."""
    with pytest.raises(Refusal):
        move_to(make_port_in(status), target)


def test_a_refusal_names_what_is_possible() -> None:
    """Or says that it is over."""
    with pytest.raises(Refusal) as caught:
        move_to(make_port_in("PendingDocuments"), "Successful")
    assert caught.value.message == "A port-in that is PendingDocuments can become Submitted, CancelRequested."
    with pytest.raises(Refusal) as caught:
        move_to(make_port_in("Cancelled"), "Submitted")
    assert caught.value.message == "A port-in that is Cancelled can become nothing else."


def test_the_day_comes_with_the_commitment() -> None:
    """It is needed there and nowhere else, and the last one is kept."""
    submitted = make_port_in("Submitted")
    committed = go(submitted, step("Submitted", "confirm date"), FOC, DUE)
    assert committed == msgspec.structs.replace(submitted, status="FOC", foc_date="2026-03-31", updated_at=DUE)

    changed = go(committed, step("FOC", "request change"), None, DUE)
    assert changed.foc_date == "2026-03-31"
    assert go(changed, step("ChangeRequested", "confirm date"), date(2026, 4, 7), DUE).foc_date == "2026-04-07"
    for order, cause, day in ((submitted, "confirm date", None), (committed, "complete", FOC)):
        with pytest.raises(Refusal) as caught:
            go(order, step(order.status, cause), day, DUE)  # type: ignore[arg-type]
        assert caught.value.code == "BadRequest"


@pytest.mark.parametrize(
    "move",
    [move for move in ORDER_MOVES if move.source and move.by == "operator"],
    ids=lambda move: f"{move.source}-{move.cause}",
)
def test_the_numbers_of_a_port_in_are_processing_until_it_is_over(move: OrderMove) -> None:
    """Then all of them are acquired, or none is."""
    moved = go(make_port_in(move.source or "Processing"), move, FOC if move.target == "FOC" else None, DUE)

    ends = {"Successful": "Acquired", "Cancelled": "Failed"}
    assert {number.status for number in moved.numbers} == {ends.get(move.target, "Processing")}
