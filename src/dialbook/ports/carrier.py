"""The carrier: where numbers come from, where they go, and where outbound calling names go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import Acquisition, CallingNameOutcome, NumberType, Release
from dialbook.domain.searches import NumberSearch


class Carrier(Protocol):
    """The other side of the telephone network. Its answers must depend on their arguments alone: a write may be run again."""

    def calling_name_outcome(self, e164: str, calling_name: str) -> CallingNameOutcome:
        """Say how a request to show this calling name (empty: none) for this number (empty: all that have none of their own) will end."""
        ...

    def facts_of(self, e164: str) -> NumberFacts | None:
        """Return what the numbering plan says of a number, None for one that nobody can have or that this carrier does not sell."""
        ...

    def countries(self) -> Mapping[str, tuple[NumberType, ...]]:
        """Return the countries in which it sells numbers, with their types, in alphabetical order."""
        ...

    def numbers_for_sale(self, search: NumberSearch, start: int) -> Iterator[str]:
        """Yield the numbers of a search, owned ones too, always in the same order and from the position ``start`` of that order on."""
        ...

    def acquisition_outcome(self, e164: str, in_pool: Acquisition | None = None) -> Acquisition:
        """Say how an order of this number will end; where an operator's pool has it, the pool has said so."""
        ...

    def release_outcome(self, e164: str) -> Release:
        """Say how giving this number back will end, when it leaves the deletion queue."""
        ...
