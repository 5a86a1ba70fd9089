"""GetPhoneNumber: retrieves details for the specified phone number ID, such as associations, capabilities, and product type."""

from __future__ import annotations

from dialbook.contract.voice.phone_numbers import GetPhoneNumberRequest, GetPhoneNumberResponse
from dialbook.operations.context import Context
from dialbook.operations.phone_numbers.view import view_again


async def get_phone_number(request: GetPhoneNumberRequest, ctx: Context) -> GetPhoneNumberResponse:
    """Show one phone number."""
    await ctx.expect_settings()
    number = await ctx.phone_number(request.phone_number_id)
    return GetPhoneNumberResponse(phone_number=await view_again(number, ctx))
