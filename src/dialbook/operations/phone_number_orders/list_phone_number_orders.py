"""ListPhoneNumberOrders: lists the phone number orders of the account.

Differs from AWS: port-ins are begun by `dialbook orders`, not by AWS Support.
"""

from __future__ import annotations

from dialbook.contract.voice.phone_number_orders import ListPhoneNumberOrdersRequest, ListPhoneNumberOrdersResponse
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import visible_products
from dialbook.operations.context import Context
from dialbook.operations.paging import page
from dialbook.operations.phone_number_orders.view import view
from dialbook.ports.store import AnyOf


async def list_phone_number_orders(
    request: ListPhoneNumberOrdersRequest, ctx: Context
) -> ListPhoneNumberOrdersResponse:
    """Show a page of the account's orders, port-ins among them, of the products that the namespace shows."""
    products = AnyOf(visible_products(ctx.namespace, ctx.rules))
    orders, next_token = await page(ctx, request, PhoneNumberOrder, {"product_type": products})
    return ListPhoneNumberOrdersResponse(
        next_token=next_token, phone_number_orders=[view(order, ctx) for order in orders]
    )
