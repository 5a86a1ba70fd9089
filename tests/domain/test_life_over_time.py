"""A number's life over any sequence of operations, waits and looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dialbook.domain import life
from dialbook.domain.details import Details, revise
from dialbook.domain.phone_numbers import MOVES, Acquisition, CallingNameOutcome, Cause, PhoneNumber, Release, Status
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules
from domain.conftest import make_number

START = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = st.integers(0, 30).map(lambda hours: timedelta(hours=hours))
CALLING_NAMES = st.sampled_from(["", "First Name", "Second Name"])
BY_TIME = {"acquire", "fail to acquire", "release", "fail to release", "remove", "fail to remove"}
PASSING = {
    status: {move.target for move in MOVES if move.source == status and move.cause in BY_TIME}
    for status in {move.source for move in MOVES}
}
"""Where time may lead from a status, one step further."""


class LifeOverTime(RuleBasedStateMachine):
    """One number twice, the one written down whenever somebody looks and the other only when something is done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.looked_at: PhoneNumber | None = None
        self.left_alone: PhoneNumber | None = None
        self.switches = Rules()

    @initialize(name=HOURS, deletion=HOURS, acquisition=HOURS, outcome=st.sampled_from(["Acquired", "AcquireFailed"]))
    def order(self, name: timedelta, deletion: timedelta, acquisition: timedelta, outcome: Acquisition) -> None:
        """Choose the rules, and order the number."""
        self.switches = Rules(calling_name_delay=name, deletion_delay=deletion, acquisition_delay=acquisition)
        self.looked_at = self.left_alone = make_number(
            status="AcquireInProgress", pending_outcome=outcome, settles_at=START + acquisition
        )

    @rule(pause=HOURS)
    def wait(self, pause: timedelta) -> None:
        """Let time pass: it leads where the table says, and nowhere else."""
        before = status_of(self.settled(self.left_alone))
        self.now += pause
        reachable, found = {before}, {before}
        while found:
            found = {target for status in found if status for target in PASSING[status]} - reachable
            reachable |= found
        assert status_of(self.settled(self.left_alone)) in reachable

    @rule()
    def look(self) -> None:
        """Write down what the number has become."""
        self.looked_at = self.settled(self.looked_at)

    @rule(outcome=st.sampled_from(["Removed", "ReleaseFailed", "DeleteFailed"]))
    def delete(self, outcome: Release) -> None:
        """Put it into the deletion queue."""
        self.do("delete", lambda number: life.delete(number, outcome, self.now, self.switches))

    @rule()
    def restore(self) -> None:
        """Take it back out."""
        self.do("restore", lambda number: life.restore(number, self.now))

    @rule(value=st.sampled_from(["one", "two"]))
    def associate(self, value: str) -> None:
        """Assign it to something."""
        self.do("associate", lambda number: life.associate(number, "VoiceConnectorId", value, self.now))

    @rule()
    def disassociate(self) -> None:
        """Free it."""
        self.do("disassociate", lambda number: life.disassociate(number, self.now))

    @rule(name=CALLING_NAMES, outcome=st.sampled_from(["UpdateSucceeded", "UpdateFailed"]))
    def request_calling_name(self, name: str, outcome: CallingNameOutcome) -> None:
        """Ask for a calling name, which may be refused for the one that is pending."""
        details = Details(calling_name=name)
        self.do("update", lambda number: revise(number, details, outcome, self.now, self.switches))

    @invariant()
    def it_does_not_matter_who_looked(self) -> None:
        """Both are the same by now."""
        assert self.settled(self.looked_at) == self.settled(self.left_alone)

    @invariant()
    def it_is_whole(self) -> None:
        """It is assigned to something or is not Assigned, waits for something with an outcome, and is in the queue since a moment."""
        number = self.settled(self.left_alone)
        if number is None:
            return
        association = (number.association_name, number.association_value, number.associated_at)
        assert [part is not None for part in association] == [number.status == "Assigned"] * 3
        waits = number.status in PASSING and bool(PASSING[number.status])
        waits = waits or number.calling_name_status == "UpdateInProgress"
        assert (number.settles_at is not None) == (number.pending_outcome is not None) == waits
        assert (number.pending_calling_name is not None) == (number.calling_name_status == "UpdateInProgress")
        leaving = {"ReleaseInProgress", "ReleaseFailed", "DeleteFailed"}
        assert (number.deleted_at is not None) == (number.status in leaving)

    def settled(self, number: PhoneNumber | None) -> PhoneNumber | None:
        """Return what the number has become by now."""
        return None if number is None else life.settle(number, self.now)

    def do(self, cause: Cause, act: Callable[[PhoneNumber], PhoneNumber | None]) -> None:
        """Do the same to both, settled first as a transaction does: the table says whether it may be, and what follows."""
        number = self.settled(self.left_alone)
        if number is None:
            return
        targets = [move.target for move in MOVES if (move.source, move.cause) == (number.status, cause)]
        before = self.settled(self.looked_at)
        assert before is not None
        refused = None
        try:
            self.left_alone = act(number)
        except Refusal as refusal:
            refused = refusal.code
        if refused:
            assert not targets or refused == "Conflict"
        else:
            assert [status_of(self.left_alone)] == targets
            self.looked_at = act(before)


def status_of(number: PhoneNumber | None) -> Status | None:
    """Return the number's status, None where it is no more."""
    return None if number is None else number.status


TestLifeOverTime = pytest.mark.fuzz(LifeOverTime.TestCase)
TestLifeOverTime.settings = settings(stateful_step_count=30)
