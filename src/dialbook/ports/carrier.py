"""The carrier: where numbers come from, where they go, and where outbound calling names go."""

from __future__ import annotations

from typing import Protocol

from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import Acquisition, CallingNameOutcome, Release


class Carrier(Protocol):
    """The other side of the telephone network. Its answers must depend on their arguments alone: a write may be run again."""

    def calling_name_outcome(self, e164: str, calling_name: str) -> CallingNameOutcome:
        """Say how a request to show this calling name (empty: none) for this number (empty: all that have none of their own) will end."""
        ...

    def facts_of(self, e164: str) -> NumberFacts | None:
        """Return what the numbering plan says of a number, None for one that nobody can have or that this carrier does not sell."""
        ...

    def acquisition_outcome(self, e164: str) -> Acquisition:
        """Say how an order of this number will end."""
        ...

    def release_outcome(self, e164: str) -> Release:
        """Say how giving this number back will end, when it leaves the deletion queue."""
        ...
