"""Orders and the numbers that they bring."""

from __future__ import annotations

from dialbook.domain.invariants.findings import At, Finding, One, Steps
from dialbook.domain.orders import PhoneNumberOrder, settle
from dialbook.domain.phone_numbers import PhoneNumber

OVER = ("Successful", "Partial", "Failed", "Cancelled")


def of_order(order: PhoneNumberOrder, at: At) -> Steps:
    """As long as an order goes on, the numbers that it will bring are in the inventory. Afterwards they go their own ways."""
    if settle(order, at.now).status in OVER:
        return []
    expected = [number.e164 for number in order.numbers if number.outcome == "Acquired"]
    for e164 in expected:
        number: PhoneNumber | None = yield One(PhoneNumber, (order.account, e164))
        if number is None or number.order_id != order.order_id:
            return [Finding(says="a number that it will bring is not in the inventory")]
    return []
