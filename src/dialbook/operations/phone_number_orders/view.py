"""A phone number order as the API shows it."""

from __future__ import annotations

from typing import Any

from dialbook.contract.voice import phone_number_orders as voice
from dialbook.domain.moments import iso8601
from dialbook.domain.orders import OrderStatus, PhoneNumberOrder
from dialbook.operations.context import Context

OLDER_STATUS: dict[OrderStatus, OrderStatus] = {
    "PendingDocuments": "Processing",
    "Submitted": "Processing",
    "FOC": "Processing",
    "ChangeRequested": "Processing",
    "Exception": "Processing",
    "CancelRequested": "Processing",
    "Cancelled": "Failed",
}
"""What the older namespace shows for statuses that its enum does not know: as long as a port-in can go on, it is Processing. Our choice."""


def view(order: PhoneNumberOrder, ctx: Context) -> voice.PhoneNumberOrder:
    """Return the order as the newer contract has it, of which the older one shows a part."""
    product_type: Any = order.product_type  # BusinessCalling reaches only the older namespace, whose enum has it
    return voice.PhoneNumberOrder(
        created_timestamp=iso8601(order.created_at),
        foc_date=order.foc_date,
        order_type=order.order_type,
        ordered_phone_numbers=[
            voice.OrderedPhoneNumber(e164_phone_number=number.e164, status=number.status) for number in order.numbers
        ],
        phone_number_order_id=order.order_id,
        product_type=product_type,
        status=OLDER_STATUS.get(order.status, order.status) if ctx.namespace == "chime" else order.status,
        updated_timestamp=iso8601(order.updated_at),
    )
