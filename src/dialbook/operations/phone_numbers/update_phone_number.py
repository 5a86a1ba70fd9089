"""UpdatePhoneNumber: updates one detail, the product type, the calling name or the name, of the specified phone number ID."""

from __future__ import annotations

from dialbook.contract.voice.phone_numbers import UpdatePhoneNumberRequest, UpdatePhoneNumberResponse
from dialbook.domain.details import Details, revise
from dialbook.operations.context import Context
from dialbook.operations.phone_numbers.view import view


async def update_phone_number(request: UpdatePhoneNumberRequest, ctx: Context) -> UpdatePhoneNumberResponse:
    """Change one detail of one phone number."""
    number = await ctx.phone_number(request.phone_number_id)
    details = Details(product_type=request.product_type, calling_name=request.calling_name, name=request.name)
    outcome = ctx.carrier.calling_name_outcome(number.e164, request.calling_name or "")
    revised = revise(number, details, outcome, ctx.now, ctx.rules)
    await ctx.tx.put(revised)
    return UpdatePhoneNumberResponse(phone_number=await view(revised, ctx))
