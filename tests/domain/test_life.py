"""The life of a number as a whole, with plain values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain import life
from dialbook.domain.details import Details, revise
from dialbook.domain.phone_numbers import MOVES, Cause, PhoneNumber, Status, step
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules
from domain.conftest import CREATED, make_number

NOW = datetime(2026, 3, 1, 12, 0, 0, 0, UTC)
DUE = NOW + timedelta(days=7)
MOMENT = timedelta(milliseconds=1)
RULES = Rules(deletion_delay=timedelta(days=7), calling_name_delay=timedelta(hours=72))
STATUSES: tuple[Status, ...] = get_args(Status)
DONE: dict[Cause, Callable[[PhoneNumber], PhoneNumber | None]] = {
    "acquire": lambda number: life.acquire(number, "Acquired", NOW),
    "fail to acquire": lambda number: life.acquire(number, "AcquireFailed", NOW),
    "complete port-in": lambda number: life.port(number, "complete port-in", NOW),
    "request cancellation": lambda number: life.port(number, "request cancellation", NOW),
    "cancel port-in": lambda number: life.port(number, "cancel port-in", NOW),
    "associate": lambda number: life.associate(number, "VoiceConnectorId", "abcdef1ghij2klmno3pqr4", NOW),
    "disassociate": lambda number: life.disassociate(number, NOW),
    "update": lambda number: revise(number, Details(name="Desk"), "UpdateSucceeded", NOW, RULES),
    "delete": lambda number: life.delete(number, "Removed", NOW, RULES),
    "restore": lambda number: life.restore(number, NOW),
}
"""What makes a move: each cause that is not of time alone, nor of coming into an inventory."""
BY_TIME = {"release", "fail to release", "remove", "fail to remove"}

PENDING: dict[str, dict[str, Any]] = {
    "acquisition": {"status": "AcquireInProgress", "pending_outcome": "Acquired"},
    "failing acquisition": {"status": "AcquireInProgress", "pending_outcome": "AcquireFailed"},
    "acquisition without an outcome": {"status": "AcquireInProgress"},
    "release": {"status": "ReleaseInProgress", "pending_outcome": "Removed", "deleted_at": NOW},
    "failing release": {"status": "ReleaseInProgress", "pending_outcome": "ReleaseFailed", "deleted_at": NOW},
    "failing removal": {"status": "ReleaseInProgress", "pending_outcome": "DeleteFailed", "deleted_at": NOW},
    "removal": {"status": "DeleteInProgress", "pending_outcome": "Removed", "deleted_at": NOW},
    "late failing removal": {"status": "DeleteInProgress", "pending_outcome": "DeleteFailed", "deleted_at": NOW},
    "calling name": {
        "calling_name_status": "UpdateInProgress",
        "pending_calling_name": "Example Corp",
        "pending_outcome": "UpdateSucceeded",
    },
    "failing calling name": {
        "status": "Assigned",
        "calling_name": "Old Name",
        "calling_name_status": "UpdateInProgress",
        "pending_calling_name": "Example Corp",
        "pending_outcome": "UpdateFailed",
    },
}
"""Every kind of number that waits for something."""
BECOMES: dict[str, Status | None] = {
    "acquisition": "Unassigned",
    "failing acquisition": "AcquireFailed",
    "acquisition without an outcome": "Unassigned",
    "release": None,
    "failing release": "ReleaseFailed",
    "failing removal": "DeleteFailed",
    "removal": None,
    "late failing removal": "DeleteFailed",
    "calling name": "Unassigned",
    "failing calling name": "Assigned",
}
NUMBERS = st.builds(
    lambda members, minutes: make_number(**members, settles_at=NOW + timedelta(minutes=minutes)),
    st.sampled_from(list(PENDING.values())),
    st.integers(-60, 60),
) | st.sampled_from(STATUSES).map(lambda status: make_number(status=status))
LOOKS = st.lists(st.integers(-90, 90).map(lambda minutes: NOW + timedelta(minutes=minutes)), max_size=5).map(sorted)


def replaced(number: PhoneNumber, **members: Any) -> PhoneNumber:
    """Return the number with other members."""
    return msgspec.structs.replace(number, **members)


@pytest.mark.parametrize("kind", PENDING)
def test_nothing_happens_before_it_is_due(kind: str) -> None:
    """Up to the last moment a number is as it is written."""
    number = make_number(**PENDING[kind], settles_at=DUE)

    assert life.settle(number, DUE - MOMENT) is number


@pytest.mark.parametrize("kind", PENDING)
def test_what_is_due_becomes_what_the_carrier_says(kind: str) -> None:
    """In the very moment; the number then waits for nothing, and was updated when it was due, not when somebody looked."""
    number = make_number(**PENDING[kind], settles_at=DUE)

    for moment in (DUE, DUE + timedelta(days=365)):
        settled = life.settle(number, moment)
        assert (None if settled is None else settled.status) == BECOMES[kind]
        if settled is not None:
            assert settled.updated_at == DUE
            assert (settled.pending_calling_name, settled.pending_outcome, settled.settles_at) == (None, None, None)
            assert settled.deleted_at == number.deleted_at


@pytest.mark.parametrize("status", STATUSES)
def test_what_waits_for_nothing_stays_as_it_is(status: Status) -> None:
    """However long."""
    number = make_number(status=status)

    assert life.settle(number, NOW + timedelta(days=10_000)) is number


@given(NUMBERS, LOOKS)
def test_it_does_not_matter_when_one_looks(number: PhoneNumber, looks: list[datetime]) -> None:
    """Written down at any moments on the way, or at none, a number has become the same; looked at again, nothing happens."""
    end = looks[-1] if looks else NOW
    settled: PhoneNumber | None = number
    for moment in looks:
        settled = None if settled is None else life.settle(settled, moment)

    left_alone = life.settle(number, end)

    assert (settled if looks else life.settle(number, end)) == left_alone
    assert left_alone is None or life.settle(left_alone, end) is left_alone


@pytest.mark.parametrize("cause", DONE)
@pytest.mark.parametrize("status", STATUSES)
def test_every_move_is_in_the_table(status: Status, cause: Cause) -> None:
    """What the table allows leads where the table says, and everything else is refused."""
    number = make_number(status=status)
    targets = [move.target for move in MOVES if (move.source, move.cause) == (status, cause)]

    if targets:
        moved = DONE[cause](number)
        assert [None if moved is None else moved.status] == targets
    else:
        with pytest.raises(Refusal) as caught:
            DONE[cause](number)
        assigned = (status, cause) == ("Assigned", "delete")
        assert caught.value.code == ("PhoneNumberAssociationsExist" if assigned else "BadRequest")


def test_there_is_nothing_in_the_table_that_is_never_done() -> None:
    """Every cause is one of the moves above, of time, or of coming into an inventory."""
    coming = {move.cause for move in MOVES if move.source is None}
    assert {move.cause for move in MOVES} == DONE.keys() | BY_TIME | coming


def test_a_refusal_names_the_status_and_what_cannot_be_done() -> None:
    """In words for what an account asks, and by name for what only a carrier or an operator does."""
    for cause, done in (("restore", "restored"), ("release", "moved by 'release'")):
        with pytest.raises(Refusal) as caught:
            step("Assigned", cause)  # type: ignore[arg-type]
        assert caught.value.message == f"A phone number with status Assigned cannot be {done}."


def test_a_move_that_ends_a_life_is_not_made_by_the_way() -> None:
    """Only ``delete`` and time can end one: anything else is a mistake in the program."""
    with pytest.raises(ValueError, match="ends the life"):
        life.port(make_number(status="Cancelled"), "delete", NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("earlier", [{}, {"association_name": "VoiceConnectorGroupId", "association_value": "old"}])
def test_an_associated_number_has_one_association(earlier: dict[str, Any]) -> None:
    """Whatever it was assigned to before is forgotten; everything else stays, a pending calling name too."""
    number = make_number(
        **PENDING["calling name"] | {"status": "Assigned" if earlier else "Unassigned"} | earlier, settles_at=DUE
    )

    associated = life.associate(number, "SipRuleId", "rule", NOW)

    assert associated == replaced(
        number,
        status="Assigned",
        association_name="SipRuleId",
        association_value="rule",
        associated_at=NOW,
        updated_at=NOW,
    )
    freed = life.disassociate(associated, NOW + MOMENT)
    assert freed == replaced(
        number,
        status="Unassigned",
        association_name=None,
        association_value=None,
        associated_at=None,
        updated_at=NOW + MOMENT,
    )


@pytest.mark.parametrize("outcome", ["Removed", "ReleaseFailed", "DeleteFailed"])
def test_a_deleted_number_waits_in_the_queue(outcome: Any) -> None:
    """Seven days from the delete request on, with the names that it has, and with what became of the last one."""
    number = make_number(name="Desk", calling_name="Example Corp", calling_name_status="UpdateFailed")

    assert life.delete(number, outcome, NOW, RULES) == replaced(
        number,
        status="ReleaseInProgress",
        pending_outcome=outcome,
        settles_at=DUE,
        deleted_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize(("in_force", "status"), [("Old Name", "UpdateSucceeded"), (None, "Unassigned")])
def test_a_deleted_number_gives_its_pending_calling_name_up(in_force: str | None, status: str) -> None:
    """What time does to it from then on is the removal alone."""
    number = make_number(**PENDING["calling name"] | {"calling_name": in_force}, settles_at=NOW + timedelta(hours=1))

    deleted = life.delete(number, "ReleaseFailed", NOW, RULES)

    assert deleted is not None
    assert (deleted.calling_name, deleted.calling_name_status, deleted.pending_calling_name) == (in_force, status, None)
    assert life.settle(deleted, DUE) == replaced(
        deleted, status="ReleaseFailed", pending_outcome=None, settles_at=None, updated_at=DUE
    )


def test_deleting_again_changes_nothing() -> None:
    """The first time of deletion counts, and so does what the carrier said then."""
    deleted = life.delete(make_number(), "Removed", NOW, RULES)
    assert deleted is not None

    assert life.delete(deleted, "ReleaseFailed", NOW + timedelta(days=1), RULES) is deleted


@pytest.mark.parametrize("status", ["ReleaseFailed", "DeleteFailed"])
def test_what_failed_can_be_deleted_again(status: Status) -> None:
    """It begins anew: seven days from the second request on."""
    failed = make_number(status=status, deleted_at=CREATED)

    deleted = life.delete(failed, "Removed", NOW, RULES)

    assert deleted is not None
    assert (deleted.status, deleted.deleted_at, deleted.settles_at) == ("ReleaseInProgress", NOW, DUE)


def test_a_restored_number_has_its_name_and_no_calling_name() -> None:
    """It waits for nothing, is nobody's, and a calling name may be requested at once (BEHAVIOUR.md 5, row 39)."""
    number = make_number(
        name="Desk",
        calling_name="Example Corp",
        calling_name_status="UpdateSucceeded",
        calling_name_requested_at=CREATED,
    )
    deleted = life.delete(number, "Removed", NOW, RULES)
    assert deleted is not None

    restored = life.restore(deleted, DUE - MOMENT)

    assert restored == make_number(name="Desk", updated_at=DUE - MOMENT)
    assert life.settle(restored, DUE) == restored


@pytest.mark.parametrize("kind", PENDING)
def test_the_quota_counts_what_a_number_has_become(kind: str) -> None:
    """What is acquired or used counts; what failed, is in the deletion queue or gone does not."""
    number = make_number(**PENDING[kind], settles_at=DUE)
    used = ("AcquireInProgress", "Unassigned", "Assigned")

    assert life.counted(number, DUE - MOMENT) == (number.status in used)
    assert life.counted(number, DUE) == (BECOMES[kind] in used)


@pytest.mark.parametrize("status", STATUSES)
def test_the_quota_counts_numbers_that_are_being_ported_in(status: Status) -> None:
    """As it does those that are being ordered."""
    gone = {"AcquireFailed", "Cancelled", "ReleaseInProgress", "ReleaseFailed", "DeleteInProgress", "DeleteFailed"}

    assert life.counted(make_number(status=status), NOW) == (status not in gone)
