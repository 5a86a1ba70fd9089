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


def distinct(phone_number_ids: Sequence[str]) -> list[str]:
    """Return the ids without those that name the same number again, in whatever spelling: ``+1…`` and ``%2B1…`` of one number are one."""
    first: dict[str, str] = {}
    for phone_number_id in phone_number_ids:
        first.setdefault(_canonical(phone_number_id), phone_number_id)
    return list(first.values())


def refuse_duplicates(member: str, phone_number_ids: Sequence[str]) -> None:
    """Refuse ids of which two name the same number (BEHAVIOUR.md 5, row 20)."""
    if len(distinct(phone_number_ids)) < len(phone_number_ids):
        raise Refusal("BadRequest", f"{member} must not name a phone number twice.")


async def each(phone_number_ids: Sequence[str], act: Callable[[str], Awaitable[object]]) -> list[PhoneNumberError]:
    """Do the same with each number, and return what was refused.

    What is refused has changed nothing, as long as ``act`` writes last. An id that the account does not have is given back as it
    came, null where it is blank or has several lines, as the contract's pattern forbids that; any other in its canonical form
    (BEHAVIOUR.md 5, row 22).
    """
    errors = []
    for phone_number_id in phone_number_ids:
        try:
            await act(phone_number_id)
        except Refusal as refusal:
            code: Any = refusal.code
            error_id = phone_number_id if code == "NotFound" else _canonical(phone_number_id)
            errors.append(
                PhoneNumberError(
                    error_code=code,
                    error_message=refusal.message,
                    phone_number_id=error_id if error_id.strip() and "\n" not in error_id else None,
                )
            )
    return errors


def _canonical(phone_number_id: str) -> str:
    try:
        return phone_number_id_of(e164_of(phone_number_id))
    except Refusal:
        return phone_number_id
