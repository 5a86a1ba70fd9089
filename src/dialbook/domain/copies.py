"""Copies of whole stores: how far one has come, and whether two stores hold the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

import msgspec

VERIFY = "verify"
"""The stage of a copy that has every record, of which it is not known yet whether they are the original's."""
FAILED = "failed"
"""The stage of a copy that was found to differ: it has to begin anew."""


class CopyRefused(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """A copy cannot begin, go on or be used; the message says what to do."""


class UnfinishedCopy(msgspec.Struct, frozen=True, kw_only=True):
    """The bookmark of a copy, in the store that is copied into."""

    table: ClassVar[str] = "copies"
    key: ClassVar[tuple[str, ...]] = ("name",)

    name: str = "unfinished"
    origin: str
    """The store that is copied, as the command names it, without a password."""
    stage: str
    """The table that is being copied, or one of the above."""
    after: tuple[str | int, ...] | None = None
    """The key of the last record that was copied of it, of a change its position."""


class Digest:
    """What a table holds, in whatever order its records come: stores sort texts in their own ways.

    The SHA-256 of each record is added up. Records are compared as the domain has them, not as a store writes them.
    """

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def add(self, records: Iterable[Any]) -> None:
        """Take in records."""
        for record in records:
            self.count += 1
            self._sum += int.from_bytes(hashlib.sha256(msgspec.json.encode(record)).digest(), "big")

    def __eq__(self, other: object) -> bool:
        """Tell whether both took in the same records."""
        return isinstance(other, Digest) and (self.count, self._sum) == (other.count, other._sum)

    __hash__ = None  # type: ignore[assignment] # it changes
