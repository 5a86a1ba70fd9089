"""Outbound calling names: requested, pending, arrived or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain.calling_names import finish_calling_name, request_calling_name
from dialbook.domain.details import Details, revise
from dialbook.domain.phone_numbers import CallingNameOutcome, PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import PRESETS
from domain.living import settle

Make = Callable[..., PhoneNumber]

NOW = datetime(2026, 3, 1, 9, 30, 0, 456000, UTC)
DUE = NOW + timedelta(hours=72)
MILLISECOND = timedelta(milliseconds=1)
AWS = PRESETS["aws"]
NAMED = {"calling_name": "Old Name", "calling_name_status": "UpdateSucceeded"}


def requested(
    number: PhoneNumber, calling_name: str = "New Name", outcome: CallingNameOutcome = "UpdateSucceeded"
) -> PhoneNumber:
    """Request a calling name now, under the rules of AWS."""
    return request_calling_name(number, calling_name, outcome, NOW, AWS)


def replaced(number: PhoneNumber, **members: Any) -> PhoneNumber:
    """Return the number with other members."""
    return msgspec.structs.replace(number, **members)


@pytest.mark.parametrize("members", [{}, NAMED, {"calling_name_status": "UpdateFailed"}])
@pytest.mark.parametrize("calling_name", ["New Name", ""])
@pytest.mark.parametrize("outcome", ["UpdateSucceeded", "UpdateFailed"])
def test_a_requested_name_is_pending(
    number: Make, members: dict[str, Any], calling_name: str, outcome: CallingNameOutcome
) -> None:
    """The name in force stays in force; what will come of the new one, and when, is known and not shown."""
    before = number(**members)
    assert revise(before, Details(calling_name=calling_name), outcome, NOW, AWS) == replaced(
        before,
        calling_name_status="UpdateInProgress",
        calling_name_requested_at=NOW,
        pending_calling_name=calling_name,
        pending_outcome=outcome,
        settles_at=DUE,
        updated_at=NOW,
    )


@pytest.mark.parametrize(
    ("in_force", "calling_name", "outcome", "becomes", "status"),
    [
        (None, "New Name", "UpdateSucceeded", "New Name", "UpdateSucceeded"),
        (None, "New Name", "UpdateFailed", None, "UpdateFailed"),
        (None, "", "UpdateSucceeded", None, "Unassigned"),
        (None, "", "UpdateFailed", None, "UpdateFailed"),
        ("Old Name", "New Name", "UpdateSucceeded", "New Name", "UpdateSucceeded"),
        ("Old Name", "New Name", "UpdateFailed", "Old Name", "UpdateFailed"),
        ("Old Name", "", "UpdateSucceeded", None, "Unassigned"),
        ("Old Name", "", "UpdateFailed", "Old Name", "UpdateFailed"),
    ],
)
def test_what_a_pending_name_becomes(
    number: Make,
    in_force: str | None,
    calling_name: str,
    outcome: CallingNameOutcome,
    becomes: str | None,
    status: str,
) -> None:
    """A name that arrives replaces the one in force, one that fails leaves it, an empty one clears it; nothing is pending then."""
    before = number(calling_name=in_force)
    finished = replaced(
        before,
        calling_name=becomes,
        calling_name_status=status,
        calling_name_requested_at=NOW,
        updated_at=DUE,
    )
    pending = requested(before, calling_name, outcome)

    assert settle(pending, DUE) == finished
    assert finish_calling_name(pending, outcome, DUE) == finished


def test_a_pending_name_is_due_to_the_millisecond(number: Make) -> None:
    """Just before, nothing has happened."""
    pending = requested(number())

    assert settle(pending, DUE - MILLISECOND) == pending
    assert settle(pending, DUE) != pending


def test_a_late_look_sees_when_it_happened(number: Make) -> None:
    """The change has the time at which it was due, not the time at which somebody looked."""
    assert settle(requested(number()), DUE + timedelta(days=300)).updated_at == DUE


def test_nothing_comes_of_a_number_without_a_pending_name(number: Make) -> None:
    """Time alone changes nothing."""
    before = number(**NAMED)
    assert settle(before, NOW + timedelta(days=3000)) == before


def test_a_pending_name_whose_outcome_is_unknown_succeeds(number: Make) -> None:
    """A record that does not say what the carrier will answer is taken as most are."""
    pending = replaced(requested(number()), pending_outcome=None)
    assert settle(pending, DUE).calling_name_status == "UpdateSucceeded"


@pytest.mark.parametrize("outcome", ["UpdateSucceeded", "UpdateFailed"])
def test_the_outcome_told_wins_over_the_one_foreseen(number: Make, outcome: CallingNameOutcome) -> None:
    """An administrator may end the waiting early, and either way."""
    foreseen: CallingNameOutcome = "UpdateFailed" if outcome == "UpdateSucceeded" else "UpdateSucceeded"
    finished = finish_calling_name(requested(number(), outcome=foreseen), outcome, NOW + MILLISECOND)

    assert (finished.calling_name_status, finished.updated_at) == (outcome, NOW + MILLISECOND)


def test_only_a_pending_name_can_be_finished(number: Make) -> None:
    """There is nothing to give an outcome to otherwise."""
    with pytest.raises(Refusal) as refused:
        finish_calling_name(number(**NAMED), "UpdateSucceeded", NOW)
    assert (refused.value.code, refused.value.message) == ("BadRequest", "No update of CallingName is pending.")


@pytest.mark.parametrize("first", ["First Name", ""])
@pytest.mark.parametrize("second", ["Second Name", "First Name", ""])
def test_one_pending_name_at_a_time(number: Make, first: str, second: str) -> None:
    """Pending updates must be complete before another can be requested, be it the same or a clearing."""
    with pytest.raises(Refusal) as refused:
        requested(requested(number(), first), second)
    assert (refused.value.code, refused.value.message) == (
        "Conflict",
        "CallingName cannot be updated while an earlier update of it is pending.",
    )


@pytest.mark.parametrize("outcome", ["UpdateSucceeded", "UpdateFailed"])
def test_another_may_follow_a_finished_one_at_once(number: Make, outcome: CallingNameOutcome) -> None:
    """The presets know no waiting time beyond the pending one."""
    finished = settle(requested(number(), outcome=outcome), DUE)
    again = request_calling_name(finished, "Second Name", "UpdateSucceeded", DUE, AWS)
    assert again.pending_calling_name == "Second Name"


def test_an_interval_may_be_asked_for(number: Make) -> None:
    """Seven days are counted from the request, and the very moment they end is late enough."""
    rules = msgspec.structs.replace(AWS, calling_name_interval=timedelta(days=7))
    finished = settle(requested(number()), DUE)
    free = NOW + timedelta(days=7)

    with pytest.raises(Refusal) as refused:
        request_calling_name(finished, "Second Name", "UpdateSucceeded", free - MILLISECOND, rules)
    assert (refused.value.code, refused.value.message) == (
        "BadRequest",
        "CallingName was updated too recently to be updated again.",
    )
    assert request_calling_name(finished, "Second Name", "UpdateSucceeded", free, rules).settles_at == free + (
        DUE - NOW
    )


def test_a_pending_name_is_a_conflict_also_within_the_interval(number: Make) -> None:
    """What can be waited for is said before what cannot."""
    rules = msgspec.structs.replace(AWS, calling_name_interval=timedelta(days=7))
    with pytest.raises(Refusal) as refused:
        request_calling_name(requested(number()), "Second Name", "UpdateSucceeded", NOW, rules)
    assert refused.value.code == "Conflict"


@given(
    calling_name=st.sampled_from(["New Name", ""]),
    outcome=st.sampled_from(["UpdateSucceeded", "UpdateFailed"]),
    moments=st.lists(st.timedeltas(timedelta(0), timedelta(hours=100)), max_size=5),
)
def test_it_does_not_matter_how_often_one_looks(
    number: Make, calling_name: str, outcome: CallingNameOutcome, moments: list[timedelta]
) -> None:
    """Settling at any moments on the way gives what settling once at the end gives."""
    pending = looked_at = requested(number(calling_name="Old Name"), calling_name, outcome)
    end = NOW + timedelta(hours=100)
    for moment in [*sorted(moments), timedelta(hours=100), timedelta(hours=100)]:
        looked_at = settle(looked_at, NOW + moment)
    assert looked_at == settle(pending, end)
