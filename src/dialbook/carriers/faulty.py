"""A carrier that fails where somebody has ordered it to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from dialbook.domain.faults import Occasion, StandingFault, meet
from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import Acquisition, CallingNameOutcome, NumberType, Release
from dialbook.domain.searches import NumberSearch
from dialbook.ports.carrier import Carrier


class FaultyCarrier:
    """The carrier as one transaction sees it. It counts as it answers; ``changed`` is what the transaction has to write in the end."""

    def __init__(self, carrier: Carrier, standing: Sequence[StandingFault], call: Occasion, now: datetime) -> None:
        """Put these faults before a carrier, for one call."""
        self._carrier = carrier
        self._standing = {fault.fault_id: fault for fault in standing}
        self._call = call
        self._now = now
        self.changed: dict[str, StandingFault] = {}

    def calling_name_outcome(self, e164: str, calling_name: str) -> CallingNameOutcome:
        """Fail an update where that is ordered."""
        failure: CallingNameOutcome | None = self._failure(e164, "UpdateFailed")
        return failure or self._carrier.calling_name_outcome(e164, calling_name)

    def acquisition_outcome(self, e164: str, in_pool: Acquisition | None = None) -> Acquisition:
        """Fail an order where that is ordered."""
        failure: Acquisition | None = self._failure(e164, "AcquireFailed")
        return failure or self._carrier.acquisition_outcome(e164, in_pool)

    def release_outcome(self, e164: str) -> Release:
        """Fail a release, or the removal at its end, where that is ordered."""
        failure: Release | None = self._failure(e164, "ReleaseFailed", "DeleteFailed")
        return failure or self._carrier.release_outcome(e164)

    def facts_of(self, e164: str) -> NumberFacts | None:
        """Return what the carrier says."""
        return self._carrier.facts_of(e164)

    def countries(self) -> Mapping[str, tuple[NumberType, ...]]:
        """Return what the carrier says."""
        return self._carrier.countries()

    def numbers_for_sale(self, search: NumberSearch, start: int) -> Iterator[str]:
        """Yield what the carrier has."""
        return self._carrier.numbers_for_sale(search, start)

    def _failure(self, e164: str, *outcomes: str) -> Any:
        """Return the failure that is ordered of this number, None where there is none. No number stands for the account's default."""
        question = msgspec.structs.replace(
            self._call,
            numbers=frozenset((e164,)),
            outcomes=frozenset(outcomes),
            fingerprint=f"{self._call.account}/{e164}/{'/'.join(outcomes)}",
        )
        seen, struck = meet(self._standing.values(), question, self._now)
        for fault in seen:
            self._standing[fault.fault_id] = self.changed[fault.fault_id] = fault
        return None if struck is None else struck.fault_order.outcome
