"""One owner per number, over all accounts: decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from dialbook.domain.refusal import Refusal

USABLE = ("Assigned", "Unassigned")
"""The statuses of numbers that an account has and keeps until it deletes them."""


class Ownership(msgspec.Struct, frozen=True, kw_only=True):
    """Who owns a number. The number alone is the key, so two accounts can never both have it."""

    table: ClassVar[str] = "number_registry"
    key: ClassVar[tuple[str, ...]] = ("e164",)

    e164: str
    owner: str | None
    """An account, or None for a number that was owned once and is free again."""
    claim_id: str
    """What claimed it: a claim may be repeated with the same id."""
    free_at: datetime | None = None
    """When the number leaves the deletion queue for good: from then on anybody may claim it."""


def is_free(current: Ownership | None, now: datetime) -> bool:
    """Tell whether nobody owns the number."""
    return current is None or current.owner is None or (current.free_at is not None and current.free_at <= now)


def orphaned(numbers: Iterable[tuple[str, str, str]], owners: Mapping[str, str | None]) -> bool:
    """Tell whether a number, of those given with account and status, lacks the owner that it must have.

    Each has been claimed once. One that was never acquired, or that waits for its end, may be somebody else's by now; one that can be used
    is its account's.
    """
    return any(
        e164 not in owners or (status in USABLE and owners[e164] != account) for account, e164, status in numbers
    )


def claim(current: Ownership | None, e164: str, account: str, claim_id: str, now: datetime) -> Ownership:
    """Take a free number for an account. Raises Refusal where somebody has it already."""
    claimed = Ownership(e164=e164, owner=account, claim_id=claim_id)
    if not is_free(current, now) and current != claimed:
        raise Refusal("Conflict", "The phone number is already owned.")
    return claimed
