"""Orders of numbers: new ones, which the carrier answers by itself, and port-ins, which an operator takes from step to step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Literal

import msgspec

from dialbook.domain.life import PortCause
from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import Acquisition, Actor, PhoneNumber, ProductType
from dialbook.domain.refusal import Refusal

OrderStatus = Literal[
    "Processing",
    "Successful",
    "Failed",
    "Partial",
    "PendingDocuments",
    "Submitted",
    "FOC",
    "ChangeRequested",
    "Exception",
    "CancelRequested",
    "Cancelled",
]
OrderType = Literal["New", "Porting"]
OrderedStatus = Literal["Processing", "Acquired", "Failed"]


class OrderedNumber(msgspec.Struct, frozen=True, kw_only=True):
    """One number of an order."""

    e164: str
    status: OrderedStatus = "Processing"
    outcome: Acquisition = "Acquired"
    """What will come of it: what the carrier will say, and AcquireFailed where the number could not be had at all."""


class PhoneNumberOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order of an account. Times are UTC with milliseconds."""

    table: ClassVar[str] = "phone_number_orders"
    key: ClassVar[tuple[str, ...]] = ("account", "order_id")
    noun: ClassVar[str] = "phone number order"

    account: str
    order_id: str
    """A GUID in lower case."""
    order_type: OrderType = "New"
    product_type: ProductType
    status: OrderStatus = "Processing"
    numbers: tuple[OrderedNumber, ...]
    """In the order of the request."""
    foc_date: str | None = None
    """The day of a port-in's last firm order commitment, an ISO 8601 date."""
    settles_at: datetime | None = None
    """When the carrier has answered for all numbers."""
    created_at: datetime
    updated_at: datetime


OrderCause = Literal[
    "order",
    "acquire all",
    "acquire some",
    "acquire none",
    "port in",
    "submit",
    "confirm date",
    "request change",
    "object",
    "complete",
    "request cancellation",
    "cancel",
]
"""What makes an order go from one status to the next."""


class OrderMove(msgspec.Struct, frozen=True):
    """One allowed step of an order's life. ``None`` stands for an order that is not there yet."""

    source: OrderStatus | None
    cause: OrderCause
    target: OrderStatus
    by: Actor
    numbers: PortCause | None = None
    """What it does to each number of a port-in. Those of a new order go their own way, at the same time."""


ORDER_MOVES: tuple[OrderMove, ...] = (
    # New numbers.
    OrderMove(None, "order", "Processing", "account"),
    OrderMove("Processing", "acquire all", "Successful", "carrier"),
    OrderMove("Processing", "acquire some", "Partial", "carrier"),
    OrderMove("Processing", "acquire none", "Failed", "carrier"),
    # Porting is begun by AWS Support, never through the API: here by a command. AWS names the statuses and no order of the steps
    # (BEHAVIOUR.md 3.5): which follows which is our choice, after what each of them says.
    OrderMove(None, "port in", "PendingDocuments", "operator"),
    OrderMove("PendingDocuments", "submit", "Submitted", "operator"),
    OrderMove("Submitted", "confirm date", "FOC", "operator"),
    OrderMove("FOC", "complete", "Successful", "operator", numbers="complete port-in"),
    # A change is put to the carrier, which confirms a date again.
    OrderMove("Submitted", "request change", "ChangeRequested", "operator"),
    OrderMove("FOC", "request change", "ChangeRequested", "operator"),
    OrderMove("ChangeRequested", "confirm date", "FOC", "operator"),
    # The carrier objects to what it has before it, and is asked again once that is mended.
    OrderMove("Submitted", "object", "Exception", "operator"),
    OrderMove("ChangeRequested", "object", "Exception", "operator"),
    OrderMove("FOC", "object", "Exception", "operator"),
    OrderMove("Exception", "submit", "Submitted", "operator"),
    # As long as it is not complete, an order can be given up.
    OrderMove(
        "PendingDocuments", "request cancellation", "CancelRequested", "operator", numbers="request cancellation"
    ),
    OrderMove("Submitted", "request cancellation", "CancelRequested", "operator", numbers="request cancellation"),
    OrderMove("ChangeRequested", "request cancellation", "CancelRequested", "operator", numbers="request cancellation"),
    OrderMove("Exception", "request cancellation", "CancelRequested", "operator", numbers="request cancellation"),
    OrderMove("FOC", "request cancellation", "CancelRequested", "operator", numbers="request cancellation"),
    OrderMove("CancelRequested", "cancel", "Cancelled", "operator", numbers="cancel port-in"),
)
"""The life of an order: every move that there is. docs/lifecycle.md is drawn from it."""

_MOVES = {(move.source, move.cause): move for move in ORDER_MOVES}

_OF_EACH_NUMBER: dict[OrderStatus, OrderedStatus] = {"Successful": "Acquired", "Cancelled": "Failed"}
"""What the numbers of a port-in have become when it is over."""


def ordered(wanted: Sequence[str], outcomes: Mapping[str, Acquisition]) -> tuple[OrderedNumber, ...]:
    """Return the numbers of an order as they were asked for; what has no outcome cannot be had.

    A number that is asked for again is not there a second time (BEHAVIOUR.md 5, row 23).
    """
    left = dict(outcomes)
    return tuple(OrderedNumber(e164=e164, outcome=left.pop(e164, "AcquireFailed")) for e164 in wanted)


def acquiring(order: PhoneNumberOrder, facts: NumberFacts, outcome: Acquisition, name: str | None) -> PhoneNumber:
    """Return a number as it is while a new order is Processing; ``outcome`` is what the carrier will say."""
    return _number(order, facts, name, status="AcquireInProgress", pending_outcome=outcome, settles_at=order.settles_at)


def porting(order: PhoneNumberOrder, facts: NumberFacts, name: str | None) -> PhoneNumber:
    """Return a number as it is while it is ported in."""
    return _number(order, facts, name, status="PortinInProgress")


def _number(order: PhoneNumberOrder, facts: NumberFacts, name: str | None, **members: Any) -> PhoneNumber:
    return PhoneNumber(
        account=order.account,
        e164=facts.e164,
        country=facts.country,
        type=facts.type,
        product_type=order.product_type,
        name=name or None,
        order_id=order.order_id,
        created_at=order.created_at,
        updated_at=order.created_at,
        **members,
    )


def step(status: OrderStatus, cause: OrderCause) -> OrderMove:
    """Return the move that an order with this status makes. Raises Refusal BadRequest for one that is not in the table."""
    if (status, cause) not in _MOVES:
        raise Refusal("BadRequest", f"A phone number order with status {status} cannot be moved by '{cause}'.")
    return _MOVES[status, cause]


def move_to(order: PhoneNumberOrder, target: OrderStatus) -> OrderMove:
    """Return an operator's move of a port-in to a status. Raises Refusal BadRequest for one that is not in the table."""
    if order.order_type != "Porting":
        raise Refusal("BadRequest", "Only a port-in is moved by hand: the carrier answers for an order of new numbers.")
    moves = {move.target: move for move in ORDER_MOVES if (move.source, move.by) == (order.status, "operator")}
    if target not in moves:
        raise Refusal(
            "BadRequest", f"A port-in that is {order.status} can become {', '.join(moves) or 'nothing else'}."
        )
    return moves[target]


def go(order: PhoneNumberOrder, move: OrderMove, foc_date: date | None, now: datetime) -> PhoneNumberOrder:
    """Make a move of a port-in. Raises Refusal BadRequest for a firm order commitment without its date, and for any other move with one."""
    if (move.target == "FOC") != (foc_date is not None):
        raise Refusal("BadRequest", "The date of the firm order commitment comes with the status FOC, and only there.")
    status = _OF_EACH_NUMBER.get(move.target)
    return msgspec.structs.replace(
        order,
        status=move.target,
        foc_date=foc_date.isoformat() if foc_date else order.foc_date,
        numbers=tuple(msgspec.structs.replace(number, status=status or number.status) for number in order.numbers),
        updated_at=now,
    )


def settle(order: PhoneNumberOrder, now: datetime) -> PhoneNumberOrder:
    """Return what the order has become by ``now``: Successful, Failed, or Partial where some numbers were acquired and some were not."""
    if order.settles_at is None or order.settles_at > now:
        return order
    move = step(order.status, _result(order.numbers))
    return msgspec.structs.replace(
        order,
        status=move.target,
        numbers=tuple(msgspec.structs.replace(number, status=_become(number)) for number in order.numbers),
        settles_at=None,
        updated_at=order.settles_at,
    )


def _become(number: OrderedNumber) -> OrderedStatus:
    return "Acquired" if number.outcome == "Acquired" else "Failed"


def _result(numbers: tuple[OrderedNumber, ...]) -> OrderCause:
    outcomes = {number.outcome for number in numbers}
    if outcomes == {"Acquired"}:
        return "acquire all"
    return "acquire some" if "Acquired" in outcomes else "acquire none"
