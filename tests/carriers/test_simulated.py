"""The simulated carrier's answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.carriers.simulated import SimulatedCarrier
from dialbook.domain.phone_numbers import CallingNameOutcome
from dialbook.ports.carrier import Carrier

CARRIER: Carrier = SimulatedCarrier()


@pytest.mark.parametrize(
    ("calling_name", "outcome"),
    [
        ("Example Corp", "UpdateSucceeded"),
        ("", "UpdateSucceeded"),
        ("UpdateFailed", "UpdateFailed"),
        ("updatefailed", "UpdateSucceeded"),
        ("UpdateFailed ", "UpdateSucceeded"),
        ("  ", "UpdateFailed"),
        (" " * 15, "UpdateFailed"),
        (" A", "UpdateSucceeded"),
    ],
)
def test_two_kinds_of_names_fail(calling_name: str, outcome: CallingNameOutcome) -> None:
    """The name ``UpdateFailed`` and one of spaces only; clearing a name never does."""
    assert CARRIER.calling_name_outcome("+12065550100", calling_name) == outcome


@given(st.from_regex(r"[a-zA-Z0-9 ]{2,15}", fullmatch=True), st.sampled_from(["+12065550100", "+12065550101"]))
def test_the_same_question_has_the_same_answer(calling_name: str, e164: str) -> None:
    """A write may be run again and must come to the same; the number makes no difference."""
    answers = {CARRIER.calling_name_outcome(number, calling_name) for number in (e164, e164, "+13105550100")}
    assert answers == {"UpdateSucceeded" if calling_name.strip() and calling_name != "UpdateFailed" else "UpdateFailed"}
