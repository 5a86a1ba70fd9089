"""Orders of numbers: new ones, which the carrier answers by itself, and port-ins, which an operator takes from step to step."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from dialbook.domain.phone_numbers import Acquisition, ProductType

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
    """A GUID."""
    order_type: OrderType = "New"
    product_type: ProductType
    status: OrderStatus = "Processing"
    numbers: tuple[OrderedNumber, ...]
    """In the order of the request."""
    foc_date: str | None = None
    """The day of a port-in's firm order commitment, an ISO 8601 date."""
    settles_at: datetime | None = None
    """When the carrier has answered for all numbers."""
    created_at: datetime
    updated_at: datetime


def settle(order: PhoneNumberOrder, now: datetime) -> PhoneNumberOrder:
    """Return what the order has become by ``now``: Successful, Failed, or Partial where some numbers were acquired and some were not."""
    if order.settles_at is None or order.settles_at > now:
        return order
    numbers = tuple(
        msgspec.structs.replace(number, status="Acquired" if number.outcome == "Acquired" else "Failed")
        for number in order.numbers
    )
    return msgspec.structs.replace(
        order, status=_summary(numbers), numbers=numbers, settles_at=None, updated_at=order.settles_at
    )


def _summary(numbers: tuple[OrderedNumber, ...]) -> OrderStatus:
    acquired = sum(number.status == "Acquired" for number in numbers)
    if acquired == len(numbers):
        return "Successful"
    return "Partial" if acquired else "Failed"
