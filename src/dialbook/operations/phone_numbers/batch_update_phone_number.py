"""BatchUpdatePhoneNumber: updates one detail, the product type, the calling name or the name, of each of several phone numbers.

Differs from AWS: at most 500 numbers, where the model has no limit.
"""

from __future__ import annotations

from dialbook.contract.voice.phone_numbers import BatchUpdatePhoneNumberRequest, BatchUpdatePhoneNumberResponse
from dialbook.operations.batches import each, refuse_count, refuse_duplicates
from dialbook.operations.context import Context
from dialbook.operations.phone_numbers.update_phone_number import change


async def batch_update_phone_number(
    request: BatchUpdatePhoneNumberRequest, ctx: Context
) -> BatchUpdatePhoneNumberResponse:
    """Change one detail of each of the phone numbers: "For each item, you can update one" of them, and an id only once."""
    items = request.update_phone_number_request_items
    refuse_count("UpdatePhoneNumberRequestItems", items, ctx)
    item_of = {item.phone_number_id: item for item in items}
    refuse_duplicates("UpdatePhoneNumberRequestItems", [item.phone_number_id for item in items])
    errors = await each(list(item_of), lambda number_id: change(item_of[number_id], ctx))
    return BatchUpdatePhoneNumberResponse(phone_number_errors=errors)
