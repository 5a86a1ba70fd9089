"""A carrier that fails as ordered."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import Any

from dialbook.carriers.faulty import FaultyCarrier
from dialbook.carriers.simulated import SimulatedCarrier
from dialbook.domain.faults import FaultOrder, Occasion, StandingFault
from dialbook.domain.searches import NumberSearch

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CALL = Occasion("chime-sdk-voice", "CreatePhoneNumberOrder", "123456789012", frozenset(), "")
NUMBER, OTHER = "+12065550100", "+12065550101"


def carrier(*orders: FaultOrder) -> FaultyCarrier:
    """Return the simulated carrier behind these faults."""
    standing = [
        StandingFault(fault_id=f"fault {number}", position=number, fault_order=order)
        for number, order in enumerate(orders)
    ]
    return FaultyCarrier(SimulatedCarrier(), standing, CALL, NOW)


def counts(faulty: FaultyCarrier) -> dict[str, tuple[int, int]]:
    """Return what is to be written."""
    return {fault_id: (fault.matched, fault.struck) for fault_id, fault in faulty.changed.items()}


def order(**members: Any) -> FaultOrder:
    """Return the order of a fault."""
    return FaultOrder(**members)


def test_what_no_fault_is_about_is_the_carriers() -> None:
    """Numbers, countries, searches, and the outcomes of other numbers; nothing is to be written."""
    plain, faulty = SimulatedCarrier(), carrier(order(outcome="AcquireFailed", phone_number=OTHER))
    search = NumberSearch(country="US", area_code="206")
    assert faulty.facts_of(NUMBER) == plain.facts_of(NUMBER)
    assert faulty.countries() == plain.countries()
    assert list(islice(faulty.numbers_for_sale(search, 3), 5)) == list(islice(plain.numbers_for_sale(search, 3), 5))
    assert faulty.acquisition_outcome(NUMBER) == "Acquired"
    assert faulty.acquisition_outcome(NUMBER, "AcquireFailed") == "AcquireFailed"
    assert faulty.calling_name_outcome(OTHER, "Desk") == "UpdateSucceeded"
    assert faulty.release_outcome(OTHER) == "Removed"
    assert faulty.changed == {}


def test_it_counts_as_it_answers() -> None:
    """Within one transaction too."""
    faulty = carrier(order(outcome="AcquireFailed", times=2), order(outcome="AcquireFailed", phone_number=OTHER))
    answers = [faulty.acquisition_outcome(number) for number in (NUMBER, NUMBER, NUMBER, OTHER)]
    assert answers == ["AcquireFailed", "AcquireFailed", "Acquired", "AcquireFailed"]
    assert counts(faulty) == {"fault 0": (2, 2), "fault 1": (1, 1)}


def test_it_fails_at_the_end_or_at_the_very_end() -> None:
    """Both are answers to one question; the first fault that is ordered gives it."""
    faulty = carrier(order(outcome="DeleteFailed", times=1), order(outcome="ReleaseFailed", times=1))
    answers = [faulty.release_outcome(NUMBER) for _ in range(3)]
    assert answers == ["DeleteFailed", "ReleaseFailed", "Removed"]


def test_a_default_calling_name_is_no_numbers() -> None:
    """A failure of all numbers is one of the default too, that of one number is not."""
    assert carrier(order(outcome="UpdateFailed")).calling_name_outcome("", "Desk") == "UpdateFailed"
    one = carrier(order(outcome="UpdateFailed", phone_number=NUMBER))
    assert one.calling_name_outcome("", "Desk") == "UpdateSucceeded"
    assert one.calling_name_outcome(NUMBER, "Desk") == "UpdateFailed"
