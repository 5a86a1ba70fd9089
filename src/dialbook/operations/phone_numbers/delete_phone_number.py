"""DeletePhoneNumber: moves the specified phone number into the deletion queue, from which it is deleted permanently after 7 days.

Differs from AWS: a number stays in the queue for as long as the rules say; under `relaxed` five minutes.
"""

from __future__ import annotations

from dialbook.contract.voice.phone_numbers import DeletePhoneNumberRequest
from dialbook.domain.life import delete
from dialbook.operations.context import Context


async def delete_phone_number(request: DeletePhoneNumberRequest, ctx: Context) -> None:
    """Put one phone number into the deletion queue, and let everybody have it from when it leaves that for good."""
    number = await ctx.phone_number(request.phone_number_id)
    deleted = delete(number, "Removed", ctx.now, ctx.rules)
    if deleted is not None and deleted != number:  # a carrier that fails so many times must not be asked in vain
        deleted = delete(number, ctx.carrier.release_outcome(number.e164), ctx.now, ctx.rules)
    if deleted is None:
        await ctx.tx.remove(number)
    else:
        await ctx.tx.free_from(number, deleted.settles_at if deleted.pending_outcome == "Removed" else None)
        await ctx.tx.put(deleted)
