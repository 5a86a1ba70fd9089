"""Snapshots that a store keeps under names."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec

from dialbook.domain.refusal import Refusal

MOST_KEPT = 64
"""How many a store keeps. Our choice."""


class KeptSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a snapshot without opening it."""

    table: ClassVar[str] = "snapshots"
    key: ClassVar[tuple[str, ...]] = ("name",)
    noun: ClassVar[str] = "snapshot"

    name: str
    taken_at: datetime
    """Real time."""
    schema: int
    """The version of the schema that it was taken under."""
    size_bytes: int


class SnapshotContent(msgspec.Struct, frozen=True, kw_only=True):
    """The snapshot itself, apart so that a list need not read it."""

    table: ClassVar[str] = "snapshot_contents"
    key: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    content: bytes


def admit(kept: int) -> None:
    """Refuse one snapshot more than a store keeps. Raises Refusal ResourceLimitExceeded."""
    if kept >= MOST_KEPT:
        raise Refusal("ResourceLimitExceeded", f"The store keeps {MOST_KEPT} snapshots at most: remove one first.")
