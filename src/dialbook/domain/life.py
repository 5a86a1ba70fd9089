"""What happens to a number as a whole: acquired, assigned, deleted, restored, removed; and what time does to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from dialbook.domain.calling_names import finish_calling_name
from dialbook.domain.phone_numbers import (
    Acquisition,
    AssociationName,
    CallingNameOutcome,
    Cause,
    PhoneNumber,
    Release,
    Status,
    step,
)
from dialbook.domain.rules import Rules

_NOTHING_PENDING: dict[str, Any] = {"pending_calling_name": None, "pending_outcome": None, "settles_at": None}
PortCause = Literal["complete port-in", "request cancellation", "cancel port-in"]
COUNTED: tuple[Status, ...] = (
    "AcquireInProgress",
    "Assigned",
    "PortinCancelRequested",
    "PortinInProgress",
    "Unassigned",
)
"""The statuses of the numbers that an account has, or is about to have: the quota counts these (BEHAVIOUR.md 5, row 25)."""


def settle(number: PhoneNumber, now: datetime) -> PhoneNumber | None:
    """Return what the number has become by ``now``, None where it is no more."""
    settled: PhoneNumber | None = number
    while settled is not None and settled.settles_at is not None and settled.settles_at <= now:
        settled = _come_due(settled, settled.settles_at)
    return settled


def counted(number: PhoneNumber, now: datetime) -> bool:
    """Tell whether the quota counts the number as it is by ``now``."""
    settled = settle(number, now)
    return settled is not None and settled.status in COUNTED


def _come_due(number: PhoneNumber, at: datetime) -> PhoneNumber | None:
    if number.status == "AcquireInProgress":
        return acquire(number, "AcquireFailed" if number.pending_outcome == "AcquireFailed" else "Acquired", at)
    if number.status == "ReleaseInProgress":
        return _moved(number, "fail to release" if number.pending_outcome == "ReleaseFailed" else "release", at)
    if number.status == "DeleteInProgress":
        return _moved(number, "fail to remove" if number.pending_outcome == "DeleteFailed" else "remove", at)
    outcome: CallingNameOutcome = "UpdateFailed" if number.pending_outcome == "UpdateFailed" else "UpdateSucceeded"
    return finish_calling_name(number, outcome, at)


def _moved(number: PhoneNumber, cause: Cause, at: datetime) -> PhoneNumber | None:
    """Go to the next status. Our choice: the final removal, which AWS gives no time for, is due as soon as it begins."""
    target = step(number.status, cause)
    if target is None:
        return None
    return _go(number, cause, at, **({} if target == "DeleteInProgress" else _NOTHING_PENDING))


def free_from(number: PhoneNumber) -> datetime | None:
    """Return from when on anybody may have the number, None where that is not known yet: the registry says the same."""
    if number.status in {"AcquireFailed", "Cancelled"}:
        return number.updated_at
    if number.status == "AcquireInProgress":
        return number.settles_at if number.pending_outcome == "AcquireFailed" else None
    if number.status in {"ReleaseInProgress", "DeleteInProgress"}:
        return number.settles_at if number.pending_outcome == "Removed" else None
    return None


def acquire(number: PhoneNumber, outcome: Acquisition, at: datetime) -> PhoneNumber:
    """End the acquisition of an ordered number, one way or the other."""
    return _go(number, "acquire" if outcome == "Acquired" else "fail to acquire", at, **_NOTHING_PENDING)


def associate(number: PhoneNumber, name: AssociationName, value: str, now: datetime) -> PhoneNumber:
    """Assign the number to this one thing, whatever it was assigned to before."""
    return _go(number, "associate", now, association_name=name, association_value=value, associated_at=now)


def disassociate(number: PhoneNumber, now: datetime) -> PhoneNumber:
    """Make the number free to be assigned again."""
    return _go(number, "disassociate", now, association_name=None, association_value=None, associated_at=None)


def delete(number: PhoneNumber, outcome: Release, now: datetime, rules: Rules) -> PhoneNumber | None:
    """Put the number into the deletion queue; None where it is gone at once. In the queue already, it stays as it is.

    A calling name on its way is given up, for the number that it was for is. Raises Refusal PhoneNumberAssociationsExist
    while it is assigned.
    """
    target = step(number.status, "delete")
    if target is None or target == number.status:
        return None if target is None else number
    given_up = number.pending_calling_name is not None
    in_force = "UpdateSucceeded" if number.calling_name else "Unassigned"
    return msgspec.structs.replace(
        number,
        status=target,
        calling_name_status=in_force if given_up else number.calling_name_status,
        pending_calling_name=None,
        pending_outcome=outcome,
        settles_at=now + rules.deletion_delay,
        deleted_at=now,
        updated_at=now,
    )


def restore(number: PhoneNumber, now: datetime) -> PhoneNumber:
    """Take the number back out of the deletion queue: unassigned, with its name and without a calling name (BEHAVIOUR.md 5, row 39)."""
    return _go(
        number,
        "restore",
        now,
        calling_name=None,
        calling_name_status="Unassigned",
        calling_name_requested_at=None,
        deleted_at=None,
        **_NOTHING_PENDING,
    )


def port(number: PhoneNumber, cause: PortCause, now: datetime) -> PhoneNumber:
    """Take a number that is being ported in one step further."""
    return _go(number, cause, now)


def _go(number: PhoneNumber, cause: Cause, now: datetime, **members: Any) -> PhoneNumber:
    """Make a move that does not end the number's life. Raises Refusal BadRequest for one that is not in the table."""
    target = step(number.status, cause)
    if target is None:
        raise ValueError(f"To {cause} ends the life of a number.")
    return msgspec.structs.replace(number, status=target, updated_at=now, **members)
