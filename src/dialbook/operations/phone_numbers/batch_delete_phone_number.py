"""BatchDeletePhoneNumber: moves phone numbers into the deletion queue.

Differs from AWS: at most 500 numbers, where the model has no limit.
"""

from __future__ import annotations

from dialbook.contract.voice.phone_numbers import (
    BatchDeletePhoneNumberRequest,
    BatchDeletePhoneNumberResponse,
    DeletePhoneNumberRequest,
)
from dialbook.operations.batches import distinct, each, refuse_count
from dialbook.operations.context import Context
from dialbook.operations.phone_numbers.delete_phone_number import delete_phone_number


async def batch_delete_phone_number(
    request: BatchDeletePhoneNumberRequest, ctx: Context
) -> BatchDeletePhoneNumberResponse:
    """Delete each of the phone numbers; one that is named twice is one (BEHAVIOUR.md 5, row 20)."""
    refuse_count("PhoneNumberIds", request.phone_number_ids, ctx)
    errors = await each(
        distinct(request.phone_number_ids),
        lambda number_id: delete_phone_number(DeletePhoneNumberRequest(phone_number_id=number_id), ctx),
    )
    return BatchDeletePhoneNumberResponse(phone_number_errors=errors)
