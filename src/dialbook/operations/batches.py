"""Requests that name many numbers: each succeeds or fails on its own, in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from dialbook.contract.voice.shapes import PhoneNumberError
from dialbook.domain.numbering import e164_of, phone_number_id_of
from dialbook.domain.refusal import Refusal
from dialbook.operations.context import Context


def refuse_count(member: str, items: Sequence[object], ctx: Context) -> None:
    """Refuse an empty list, and one that is longer than a request may have."""
    limit = ctx.rules.batch_limit
    if not items:
        raise Refusal("BadRequest", f"{member} must have at least 1 item.")
    if len(items) > limit:
        raise Refusal("BadRequest", f"{member} must have at most {limit} items.")


async def each(phone_number_ids: Sequence[str], act: Callable[[str], Awaitable[object]]) -> list[PhoneNumberError]:
    """Do the same with each number, and return what was refused.

    What is refused has changed nothing, as long as ``act`` writes last. An id that the account does not have is given back as it
    came, any other in its canonical form (BEHAVIOUR.md 5, row 22).
    """
    errors = []
    for phone_number_id in phone_number_ids:
        try:
            await act(phone_number_id)
        except Refusal as refusal:
            code: Any = refusal.code
            unknown = refusal.code == "NotFound"
            error_id = phone_number_id if unknown else phone_number_id_of(e164_of(phone_number_id))
            errors.append(PhoneNumberError(error_code=code, error_message=refusal.message, phone_number_id=error_id))
    return errors
