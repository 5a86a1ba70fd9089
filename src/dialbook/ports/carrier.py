"""The carrier: where numbers come from and where outbound calling names go."""

from __future__ import annotations

from typing import Protocol

from dialbook.domain.phone_numbers import CallingNameOutcome


class Carrier(Protocol):
    """The other side of the telephone network. Its answers must depend on their arguments alone: a write may be run again."""

    def calling_name_outcome(self, e164: str, calling_name: str) -> CallingNameOutcome:
        """Say how a request to show this calling name (empty: none) for this number will end."""
        ...
