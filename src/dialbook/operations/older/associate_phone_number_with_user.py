"""AssociatePhoneNumberWithUser: associates a phone number with the specified Amazon Chime user.

Differs from AWS: there are no users, so any ids of up to 256 characters are a user's.
"""

from __future__ import annotations

from dialbook.contract.chime.accounts import (
    AssociatePhoneNumberWithUserRequest,
    AssociatePhoneNumberWithUserResponse,
)
from dialbook.domain.users import assign
from dialbook.operations.context import Context


async def associate_phone_number_with_user(
    request: AssociatePhoneNumberWithUserRequest, ctx: Context
) -> AssociatePhoneNumberWithUserResponse:
    """Give a BusinessCalling number to a user. Our choice: there are no users here, so whatever ids are given are those of one."""
    number = await ctx.phone_number(request.e164_phone_number)
    await ctx.tx.put(assign(number, request.user_id, ctx.now))
    return AssociatePhoneNumberWithUserResponse()
