"""A number's calling name over any sequence of requests, waits, looks and answers of the carrier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dialbook.domain.calling_names import finish_calling_name
from dialbook.domain.details import Details, revise
from dialbook.domain.phone_numbers import CallingNameOutcome, PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules
from domain.living import settle

START = datetime(2026, 1, 1, tzinfo=UTC)
NUMBER = PhoneNumber(
    account="123456789012",
    e164="+12065550100",
    country="US",
    type="Local",
    product_type="VoiceConnector",
    created_at=START,
    updated_at=START,
)
NAMES = st.sampled_from(["", "First Name", "Second Name"])
OUTCOMES = st.sampled_from(["UpdateSucceeded", "UpdateFailed"])
HOURS = st.integers(0, 30).map(lambda hours: timedelta(hours=hours))


class CallingNameOverTime(RuleBasedStateMachine):
    """One number twice, the one settled whenever somebody looks and the other only when it must be, beside a model of it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.looked_at = self.left_alone = self.model = NUMBER
        self.switches = Rules()
        self.outcome: CallingNameOutcome = "UpdateSucceeded"

    @initialize(delay=HOURS, interval=HOURS)
    def begin(self, delay: timedelta, interval: timedelta) -> None:
        """Choose the rules."""
        self.switches = Rules(calling_name_delay=delay, calling_name_interval=interval)

    @rule(pause=HOURS)
    def wait(self, pause: timedelta) -> None:
        """Let time pass."""
        self.now += pause
        due = self.model.settles_at
        if due is not None and due <= self.now:
            self.model_ends(self.outcome, due)

    @rule()
    def look(self) -> None:
        """Write down what the number has become."""
        self.looked_at = settle(self.looked_at, self.now)

    @rule(name=NAMES, outcome=OUTCOMES)
    def request(self, name: str, outcome: CallingNameOutcome) -> None:
        """Request a calling name, which the model knows to be refused or taken."""
        earlier = self.model.calling_name_requested_at
        expected = None
        if self.model.pending_calling_name is not None:
            expected = "Conflict"
        elif earlier is not None and self.now - earlier < self.switches.calling_name_interval:
            expected = "BadRequest"
        else:
            self.model_becomes(
                calling_name_status="UpdateInProgress",
                calling_name_requested_at=self.now,
                pending_calling_name=name,
                pending_outcome=outcome,
                settles_at=self.now + self.switches.calling_name_delay,
            )
            self.outcome = outcome
        assert self.update(Details(calling_name=name), outcome) == expected
        if self.model.settles_at == self.now:
            self.model_ends(outcome, self.now)

    @precondition(lambda self: self.model.pending_calling_name is not None)
    @rule(outcome=OUTCOMES)
    def answer_early(self, outcome: CallingNameOutcome) -> None:
        """Give the pending name its outcome before it is due."""
        self.looked_at = finish_calling_name(self.looked_at, outcome, self.now)
        self.left_alone = finish_calling_name(self.left_alone, outcome, self.now)
        self.model_ends(outcome, self.now)

    @rule(name=st.sampled_from(["Desk", "Front desk"]))
    def rename(self, name: str) -> None:
        """Change something else."""
        self.model_becomes(name=name)
        assert self.update(Details(name=name), "UpdateSucceeded") is None

    @invariant()
    def both_are_as_the_model(self) -> None:
        """However often the number was looked at, it is now what the model says, and stays so when looked at again."""
        for number in (self.looked_at, self.left_alone):
            settled = settle(number, self.now)
            assert settled == self.model
            assert settle(settled, self.now) == settled

    @invariant()
    def nothing_vanishes(self) -> None:
        """A name is pending in all of its parts or in none."""
        for number in (self.looked_at, self.left_alone):
            pending = number.calling_name_status == "UpdateInProgress"
            parts = (number.pending_calling_name, number.pending_outcome, number.settles_at)
            assert [part is not None for part in parts] == [pending] * 3

    def update(self, details: Details, outcome: CallingNameOutcome) -> str | None:
        """Update both numbers, settled first as a transaction does, and give the code of the refusal."""
        try:
            looked_at = revise(settle(self.looked_at, self.now), details, outcome, self.now, self.switches)
            left_alone = revise(settle(self.left_alone, self.now), details, outcome, self.now, self.switches)
        except Refusal as refusal:
            return refusal.code
        self.looked_at, self.left_alone = looked_at, left_alone
        return None

    def model_becomes(self, at: datetime | None = None, **members: Any) -> None:
        """Change the model."""
        self.model = msgspec.structs.replace(self.model, updated_at=at or self.now, **members)

    def model_ends(self, outcome: CallingNameOutcome | None, at: datetime) -> None:
        """Let the model's pending name arrive or fail."""
        name, arrived = self.model.pending_calling_name, outcome == "UpdateSucceeded"
        self.model_becomes(
            at,
            calling_name=(name or None) if arrived else self.model.calling_name,
            calling_name_status="Unassigned" if arrived and name == "" else outcome,
            pending_calling_name=None,
            pending_outcome=None,
            settles_at=None,
        )


TestCallingNameOverTime = pytest.mark.fuzz(CallingNameOverTime.TestCase)
TestCallingNameOverTime.settings = settings(stateful_step_count=25)
