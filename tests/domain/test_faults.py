"""Which calls a fault strikes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain.delays import Exponential
from dialbook.domain.faults import (
    FaultOrder,
    Occasion,
    StandingFault,
    Truncation,
    applies,
    exhausted,
    meet,
    part_of,
    refuse_unfit_fault,
    stroke_of,
)
from dialbook.domain.refusal import Refusal

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def fault(**order: Any) -> StandingFault:
    """Return a fault that has not met a call yet; unless the order says otherwise, it drops the connection."""
    effects = {"error", "status", "delay", "truncate", "outcome"}
    given_order = order if order.keys() & effects else {"drop": True, **order}
    return StandingFault(fault_id="f", position=1, fault_order=FaultOrder(**given_order))


def call(**members: Any) -> Occasion:
    """Return an update of one number, but for the members given."""
    usual: dict[str, Any] = {
        "namespace": "chime-sdk-voice",
        "operation": "UpdatePhoneNumber",
        "account": "123456789012",
        "numbers": frozenset({"+12065550100"}),
        "fingerprint": "update",
        "errors": frozenset({"ConflictException"}),
    }
    return Occasion(**(usual | members))


def fates(standing: StandingFault, count: int, *, fingerprints: list[str] | None = None) -> str:
    """Have a fault meet so many calls; return F for each that it strikes, p for each other."""
    shown = ""
    for number in range(count):
        occasion = call(fingerprint=fingerprints[number] if fingerprints else "update")
        seen, struck = meet([standing], occasion, NOW)
        standing = seen[0] if seen else standing
        shown += "F" if struck else "p"
    return shown


@pytest.mark.parametrize(
    ("order", "meant"),
    [
        ({}, True),
        ({"operation": "UpdatePhoneNumber"}, True),
        ({"operation": "GetPhoneNumber"}, False),
        ({"account": "123456789012"}, True),
        ({"account": "999999999999"}, False),
        ({"namespace": "chime-sdk-voice"}, True),
        ({"namespace": "chime"}, False),
        ({"phone_number": "+12065550100"}, True),
        ({"phone_number": "+12065550101"}, False),
        ({"error": "ConflictException"}, True),
        ({"error": "GoneException"}, False),
        ({"outcome": "UpdateFailed"}, False),
        ({"since": NOW}, True),
        ({"since": NOW + timedelta(milliseconds=1)}, False),
        ({"until": NOW}, False),
        ({"until": NOW + timedelta(milliseconds=1)}, True),
        ({"operation": "UpdatePhoneNumber", "account": "999999999999"}, False),
    ],
)
def test_a_fault_applies_where_all_that_it_says_fits(order: dict[str, Any], meant: bool) -> None:
    """Operation, account, namespace, number, an error that the operation can answer, and a window that has its begin and not its end."""
    assert applies(fault(**order), call(), NOW) is meant


def test_an_outcome_applies_to_questions_and_not_to_calls() -> None:
    """The carrier is asked for it by name."""
    question = call(outcomes=frozenset({"ReleaseFailed", "DeleteFailed"}))
    assert applies(fault(outcome="DeleteFailed"), question, NOW)
    assert not applies(fault(outcome="UpdateFailed"), question, NOW)
    assert not applies(fault(), question, NOW)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({}, "FFFFFF"),
        ({"times": 2}, "FFpppp"),
        ({"sequence": ("fail", "fail", "pass")}, "FFpppp"),
        ({"sequence": ("pass", "fail")}, "pFpppp"),
        ({"sequence": ("pass", "fail"), "repeat": True}, "pFpFpF"),
        ({"sequence": ("pass", "fail"), "repeat": True, "times": 2}, "pFpFpp"),
    ],
)
def test_calls_are_counted(order: dict[str, Any], expected: str) -> None:
    """So many times, or one after the other as the sequence says."""
    assert fates(fault(**order), 6) == expected


def test_a_share_is_that_share_and_always_the_same() -> None:
    """Of a thousand calls about so many; another seed chooses others."""
    chosen = fates(fault(share=0.3), 1000)
    assert 260 <= chosen.count("F") <= 340
    assert fates(fault(share=0.3), 1000) == chosen
    assert fates(fault(share=0.3, seed=1), 1000) != chosen
    assert fates(fault(share=1.0), 20) == "F" * 20


def test_a_share_of_requests_strikes_the_same_request_again() -> None:
    """A retry does not help, and another request may go well."""
    requests = [f"request {number}" for number in range(200)]
    chosen = fates(fault(share=0.5, share_by="Request"), 200, fingerprints=requests)
    assert fates(fault(share=0.5, share_by="Request"), 200, fingerprints=requests[::-1]) == chosen[::-1]
    assert {"F", "p"} == set(chosen)


def test_the_first_that_strikes_is_the_last_that_sees_the_call() -> None:
    """One that lets the call pass has seen it, too."""
    passing, striking, behind = fault(sequence=("pass", "fail")), fault(), fault()
    seen, struck = meet([passing, striking, behind], call(), NOW)
    assert [(one.matched, one.struck) for one in seen] == [(1, 0), (1, 1)]
    assert struck is seen[1]


def test_what_is_used_up_does_not_count_any_more() -> None:
    """It is exhausted, and nothing is to be written for a call."""
    seen, _ = meet([fault(times=1)], call(), NOW)
    assert exhausted(seen[0])
    assert meet(seen, call(), NOW) == ([], None)


@given(st.integers(1, 5), st.lists(st.sampled_from(["fail", "pass"]), min_size=1).filter(lambda s: "fail" in s))
def test_no_more_calls_are_struck_than_ordered(times: int, sequence: list[str]) -> None:
    """Whatever the sequence."""
    standing = fault(times=times, sequence=tuple(sequence), repeat=True)
    assert fates(standing, 3 * times * len(sequence)).count("F") == times


@given(st.integers(), st.text(), st.integers(0))
def test_a_part_is_from_0_to_1_without_1(seed: int, purpose: str, which: int) -> None:
    """So that a share of 1 is all, and every distribution has a value for it."""
    assert 0 <= part_of(seed, purpose, which) < 1


def test_delays_differ_from_call_to_call_and_not_from_run_to_run() -> None:
    """They are drawn by seed and count."""

    def delays(seed: int) -> list[float]:
        standing, found = fault(delay=Exponential(mean=1), seed=seed), []
        for _ in range(5):
            seen, struck = meet([standing], call(), NOW)
            standing = seen[0]
            assert struck is not None
            found.append(stroke_of(struck).delay_seconds)
        return found

    assert len(set(delays(0))) == 5
    assert delays(0) == delays(0) != delays(1)


@pytest.mark.parametrize(
    ("order", "happens"),
    [
        ({"error": "ConflictException"}, False),
        ({"status": 502}, False),
        ({"drop": True}, False),
        ({"error": "ConflictException", "truncate": Truncation(bytes=1)}, False),
        ({"error": "ConflictException", "after": True}, True),
        ({"drop": True, "after": True}, True),
        ({"delay": 1.0}, True),
        ({"truncate": Truncation(bytes=1)}, True),
    ],
)
def test_an_operation_happens_unless_something_stands_in_its_place(order: dict[str, Any], happens: bool) -> None:
    """What is late or cut off must have happened; what is replaced only where that is ordered."""
    assert stroke_of(fault(**order)).happens is happens


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({}, "A fault must say what happens: Error, Status, Delay, Drop, Truncate or Outcome."),
        ({"after": True}, "A fault must say what happens: Error, Status, Delay, Drop, Truncate or Outcome."),
        ({"drop": True, "account": "12345"}, "Account must have 12 digits."),
        ({"drop": True, "account": "12345678901²"}, "Account must have 12 digits."),
        ({"drop": True, "share": 0.0}, "Share must be greater than 0 and at most 1."),
        ({"drop": True, "share": 1.1}, "Share must be greater than 0 and at most 1."),
        ({"drop": True, "share": float("nan")}, "Share must be greater than 0 and at most 1."),
        ({"drop": True, "share_by": "Request"}, "ShareBy needs a Share."),
        ({"drop": True, "seed": 2**63}, "Seed must fit into 64 bits."),
        ({"drop": True, "times": 0}, "Times must be at least 1, and fit into 64 bits."),
        ({"drop": True, "sequence": ()}, "Sequence must have from 1 to 1000 entries."),
        ({"drop": True, "sequence": ("fail",) * 1001}, "Sequence must have from 1 to 1000 entries."),
        ({"drop": True, "sequence": ("pass",)}, "Sequence must fail at least once."),
        ({"drop": True, "sequence": ("fail",), "share": 0.5}, "Share and Sequence exclude each other."),
        ({"drop": True, "repeat": True}, "Repeat needs a Sequence."),
        ({"drop": True, "since": datetime(2026, 1, 1)}, "Since and Until must say their time zone."),  # noqa: DTZ001
        ({"drop": True, "since": NOW, "until": NOW}, "Since must be before Until."),
        ({"status": 499}, "Status must be from 500 to 599."),
        ({"status": 600}, "Status must be from 500 to 599."),
        ({"error": "ConflictException", "message": ""}, "Message must have from 1 to 1000 characters."),
        ({"error": "ConflictException", "message": "x" * 1001}, "Message must have from 1 to 1000 characters."),
        ({"status": 503, "retry_after": -1}, "RetryAfter must be from 0 to 3600 seconds."),
        ({"truncate": Truncation()}, "Truncate must have either Bytes or Fraction."),
        ({"truncate": Truncation(bytes=1, fraction=0.5)}, "Truncate must have either Bytes or Fraction."),
        ({"truncate": Truncation(bytes=-1)}, "Bytes must be at least 0, and fit into 64 bits."),
        ({"truncate": Truncation(fraction=1.0)}, "Fraction must be at least 0 and less than 1."),
        ({"error": "ConflictException", "drop": True}, "Error, Status, Drop and Outcome exclude each other."),
        ({"drop": True, "truncate": Truncation(bytes=1)}, "Drop and Truncate exclude each other."),
        (
            {"outcome": "UpdateFailed", "delay": 1.0},
            "Outcome excludes Delay, Truncate and After: order another fault for them.",
        ),
        ({"drop": True, "message": "No."}, "Message needs an Error, or the Status 500 or 503."),
        ({"status": 502, "message": "No."}, "Message needs an Error, or the Status 500 or 503."),
        (
            {"error": "ConflictException", "retry_after": 1},
            "RetryAfter needs the Error Throttled or ServiceUnavailable.",
        ),
        ({"delay": -1.0}, "A delay must be from 0 to 900 seconds."),
    ],
)
def test_what_makes_no_sense_is_refused(order: dict[str, Any], sentence: str) -> None:
    """With one sentence that names the member and the rule."""
    with pytest.raises(Refusal) as refused:
        refuse_unfit_fault(FaultOrder(**order))
    assert (refused.value.code, refused.value.message) == ("BadRequest", sentence)
