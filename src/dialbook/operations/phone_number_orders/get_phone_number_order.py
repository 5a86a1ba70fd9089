"""GetPhoneNumberOrder: retrieves details for the specified phone number order, such as its creation, its phone numbers and its status."""

from __future__ import annotations

from dialbook.contract.voice.phone_number_orders import GetPhoneNumberOrderRequest, GetPhoneNumberOrderResponse
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import visible_products
from dialbook.domain.refusal import Refusal
from dialbook.operations.context import Context
from dialbook.operations.phone_number_orders.view import view


async def get_phone_number_order(request: GetPhoneNumberOrderRequest, ctx: Context) -> GetPhoneNumberOrderResponse:
    """Show one order; a namespace shows those of the products that it shows. A GUID in upper case is the same GUID."""
    order = await ctx.tx.get(PhoneNumberOrder, (ctx.account, request.phone_number_order_id.lower()))
    if order.product_type not in visible_products(ctx.namespace, ctx.rules):
        raise Refusal("NotFound", "The phone number order does not exist.")
    return GetPhoneNumberOrderResponse(phone_number_order=view(order, ctx))
