"""DisassociatePhoneNumberFromUser: disassociates the primary provisioned phone number from the specified Amazon Chime user.

Differs from AWS: of several numbers, the primary one is the one that the account has had longest.
"""

from __future__ import annotations

from dialbook.contract.chime.accounts import (
    DisassociatePhoneNumberFromUserRequest,
    DisassociatePhoneNumberFromUserResponse,
)
from dialbook.domain.life import disassociate
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.operations.context import Context


async def disassociate_phone_number_from_user(
    request: DisassociatePhoneNumberFromUserRequest, ctx: Context
) -> DisassociatePhoneNumberFromUserResponse:
    """Take a user's number from him. Our choice: of several, the primary one is the one that the account has had longest."""
    where = {
        "account": ctx.account,
        "association_name": "UserId",
        "association_value": request.user_id,
        "status": "Assigned",
        "product_type": "BusinessCalling",
    }
    found = await ctx.tx.page(PhoneNumber, where, None, 1, ("created_at", "e164"))
    if not found:
        raise Refusal("NotFound", "The user has no phone number.")
    number = await ctx.tx.get(PhoneNumber, (ctx.account, found[0].e164))
    await ctx.tx.put(disassociate(number, ctx.now))
    return DisassociatePhoneNumberFromUserResponse()
