"""The simulated carrier: no telephone network, but the same answers for the same questions."""

from __future__ import annotations

from dialbook.carriers.numbering_plan import InvalidNumber, facts_of
from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import Acquisition, CallingNameOutcome, Release

FAILING_CALLING_NAME = "UpdateFailed"
NOT_ACQUIRED = "0404"
NOT_RELEASED = "0405"
NOT_REMOVED = "0406"
"""The last four digits of numbers that fail, so that a program can be shown the failure too. Our choice."""


class SimulatedCarrier:
    """A carrier that does what it is asked, but for names and numbers that are made to fail."""

    def calling_name_outcome(self, e164: str, calling_name: str) -> CallingNameOutcome:  # noqa: ARG002 - the port's shape
        """Refuse the name ``UpdateFailed``, and one of spaces only, which no CNAM database takes."""
        blank = calling_name != "" and not calling_name.strip()
        return "UpdateFailed" if blank or calling_name == FAILING_CALLING_NAME else "UpdateSucceeded"

    def facts_of(self, e164: str) -> NumberFacts | None:
        """Know every valid number."""
        try:
            return facts_of(e164)
        except InvalidNumber:
            return None

    def acquisition_outcome(self, e164: str) -> Acquisition:
        """Fail for numbers that end in 0404."""
        return "AcquireFailed" if e164.endswith(NOT_ACQUIRED) else "Acquired"

    def release_outcome(self, e164: str) -> Release:
        """Fail for numbers that end in 0405, and at the very end for those in 0406."""
        if e164.endswith(NOT_RELEASED):
            return "ReleaseFailed"
        return "DeleteFailed" if e164.endswith(NOT_REMOVED) else "Removed"
