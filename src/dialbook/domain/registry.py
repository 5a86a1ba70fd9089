"""One owner per number, over all accounts: decided here and nowhere else."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from dialbook.domain.refusal import Refusal


class Ownership(msgspec.Struct, frozen=True, kw_only=True):
    """Who owns a number. The number alone is the key, so two accounts can never both have it."""

    table: ClassVar[str] = "number_registry"
    key: ClassVar[tuple[str, ...]] = ("e164",)

    e164: str
    owner: str | None
    """An account, or None for a number that was owned once and is free again."""
    claim_id: str
    """What claimed it: a claim may be repeated with the same id."""


def claim(current: Ownership | None, e164: str, account: str, claim_id: str) -> Ownership:
    """Take a free number for an account. Raises Refusal where somebody has it already."""
    claimed = Ownership(e164=e164, owner=account, claim_id=claim_id)
    if current is not None and current.owner is not None and current != claimed:
        raise Refusal("Conflict", "The phone number is already owned.")
    return claimed
