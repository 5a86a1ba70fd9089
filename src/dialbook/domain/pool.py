"""Numbers that an operator has to give out: the pool that searches and orders see in place of the simulated one."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from dialbook.domain.phone_numbers import Acquisition, NumberType


class PoolNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number that can be ordered as long as nobody owns it."""

    table: ClassVar[str] = "pool_numbers"
    key: ClassVar[tuple[str, ...]] = ("e164",)
    noun: ClassVar[str] = "pool number"

    e164: str
    country: str
    """ISO 3166-1 alpha-2."""
    type: NumberType
    area_code: str | None = None
    """The three digits after the country code of a U.S. number, toll-free prefixes among them."""
    city: str | None = None
    state: str | None = None
    """Two letters."""
    outcome: Acquisition = "Acquired"
    """What comes of an order of it."""
