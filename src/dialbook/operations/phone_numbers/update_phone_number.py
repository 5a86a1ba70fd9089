"""UpdatePhoneNumber: updates one detail, the product type, the calling name or the name, of the specified phone number ID.

Differs from AWS: a calling name is pending for as long as the rules say; under `relaxed` five seconds.
"""

from __future__ import annotations

from dialbook.contract.voice.phone_numbers import (
    UpdatePhoneNumberRequest,
    UpdatePhoneNumberRequestItem,
    UpdatePhoneNumberResponse,
)
from dialbook.domain.details import Details, revise
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.operations.context import Context
from dialbook.operations.phone_numbers.view import view


async def update_phone_number(request: UpdatePhoneNumberRequest, ctx: Context) -> UpdatePhoneNumberResponse:
    """Change one detail of one phone number."""
    return UpdatePhoneNumberResponse(phone_number=await view(await change(request, ctx), ctx))


async def change(item: UpdatePhoneNumberRequest | UpdatePhoneNumberRequestItem, ctx: Context) -> PhoneNumber:
    """Change the detail that is given, and return the number as it is then."""
    number = await ctx.phone_number(item.phone_number_id)
    details = Details(product_type=item.product_type, calling_name=item.calling_name, name=item.name)
    revised = revise(number, details, "UpdateSucceeded", ctx.now, ctx.rules)
    if item.calling_name is not None:  # and may be given: a carrier that fails so many times must not be asked in vain
        outcome = ctx.carrier.calling_name_outcome(number.e164, item.calling_name)
        revised = revise(number, details, outcome, ctx.now, ctx.rules)
    await ctx.tx.put(revised)
    return revised
