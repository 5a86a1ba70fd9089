"""What a rule asks for, and what it finds."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec


class One(NamedTuple):
    """Asks for the record with this key; None is sent where there is none."""

    kind: type[Any]
    key: tuple[str, ...]


class Two(NamedTuple):
    """Asks for at most two of the records whose columns have these values, as a list."""

    kind: type[Any]
    where: Mapping[str, str]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that no operation leaves behind."""

    says: str
    """What is wrong, as what follows a colon."""
    mended: str | None = None
    """What mending does, in the same way; None where there is no one right answer."""
    puts: tuple[Any, ...] = ()
    """Records as they should be."""
    removes: tuple[Any, ...] = ()
    """Records that should not be."""


class At(NamedTuple):
    """When a rule looks, and by which id it claims what lacks an owner."""

    now: datetime
    claim_id: str


Steps = Generator[One | Two, Any, list[Finding]]
