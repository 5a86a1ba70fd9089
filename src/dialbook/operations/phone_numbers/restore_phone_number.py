"""RestorePhoneNumber: moves a phone number from the deletion queue back into the phone number inventory."""

from __future__ import annotations

from dialbook.contract.voice.phone_numbers import RestorePhoneNumberRequest, RestorePhoneNumberResponse
from dialbook.domain.life import restore
from dialbook.operations.context import Context
from dialbook.operations.phone_numbers.view import view
from dialbook.operations.quotas import refuse_over_quota


async def restore_phone_number(request: RestorePhoneNumberRequest, ctx: Context) -> RestorePhoneNumberResponse:
    """Take one phone number back out of the deletion queue, if the account may have one more."""
    number = await ctx.phone_number(request.phone_number_id)
    restored = restore(number, ctx.now)
    await refuse_over_quota(ctx, adding=1)
    await ctx.tx.free_from(number, None)
    await ctx.tx.put(restored)
    return RestorePhoneNumberResponse(phone_number=await view(restored, ctx))
