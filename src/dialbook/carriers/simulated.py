"""The simulated carrier: no telephone network, but the same answers for the same questions."""

from __future__ import annotations

from dialbook.domain.phone_numbers import CallingNameOutcome

FAILING_CALLING_NAME = "UpdateFailed"


class SimulatedCarrier:
    """A carrier that accepts every calling name but two kinds, so that a program can be shown the failure too. Our choice."""

    def calling_name_outcome(self, e164: str, calling_name: str) -> CallingNameOutcome:  # noqa: ARG002 - the port's shape
        """Refuse the name ``UpdateFailed``, and one of spaces only, which no CNAM database takes."""
        blank = calling_name != "" and not calling_name.strip()
        return "UpdateFailed" if blank or calling_name == FAILING_CALLING_NAME else "UpdateSucceeded"
