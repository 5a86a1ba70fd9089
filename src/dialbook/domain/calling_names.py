"""Outbound calling names: asked for, pending, in force."""

from __future__ import annotations

from datetime import datetime

import msgspec

from dialbook.domain.phone_numbers import CallingNameOutcome, NumberType, PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules


def can_have_calling_name(country: str, number_type: NumberType) -> bool:
    """Tell whether numbers of this country and type can have a calling name: toll-based U.S. numbers can (BEHAVIOUR.md 3.4)."""
    return country == "US" and number_type == "Local"


def refuse_unfit_calling_name(country: str, number_type: NumberType) -> None:
    """Refuse a calling name for numbers that cannot have one."""
    if not can_have_calling_name(country, number_type):
        raise Refusal("BadRequest", "CallingName can be set only for toll-based U.S. phone numbers.")


def request_calling_name(
    number: PhoneNumber, calling_name: str, outcome: CallingNameOutcome, now: datetime, rules: Rules
) -> PhoneNumber:
    """Send a calling name on its way, or with an empty text the clearing of the one in force.

    The old one is shown until the new one arrives.
    """
    refuse_unfit_calling_name(number.country, number.type)
    if number.pending_calling_name is not None:
        # "Pending updates to outbound calling names must be complete before you can request another update."
        raise Refusal("Conflict", "CallingName cannot be updated while an earlier update of it is pending.")
    earlier = number.calling_name_requested_at
    if earlier is not None and now < earlier + rules.calling_name_interval:
        raise Refusal("BadRequest", "CallingName was updated too recently to be updated again.")
    return msgspec.structs.replace(
        number,
        calling_name_status="UpdateInProgress",
        calling_name_requested_at=now,
        pending_calling_name=calling_name,
        pending_outcome=outcome,
        settles_at=now + rules.calling_name_delay,
        updated_at=now,
    )


def finish_calling_name(number: PhoneNumber, outcome: CallingNameOutcome, at: datetime) -> PhoneNumber:
    """Give the pending calling name its outcome. A failed one leaves the name in force as it was; a cleared one leaves none."""
    if number.pending_calling_name is None:
        raise Refusal("BadRequest", "No update of CallingName is pending.")
    arrived = outcome == "UpdateSucceeded"
    calling_name = (number.pending_calling_name or None) if arrived else number.calling_name
    return msgspec.structs.replace(
        number,
        calling_name=calling_name,
        calling_name_status="Unassigned" if arrived and calling_name is None else outcome,
        pending_calling_name=None,
        pending_outcome=None,
        settles_at=None,
        updated_at=at,
    )


def takes_default(number: PhoneNumber) -> bool:
    """Tell whether the account's default calling name is shown on the number: one that has no name of its own in force.

    "A phone number's unique calling name overrides the default" (BEHAVIOUR.md 3.4 and 5, row 38). While one is on its way the old name is
    shown, which may be the default, and one that failed was never in force.
    """
    return (
        number.calling_name is None
        and number.status in ("Unassigned", "Assigned")
        and can_have_calling_name(number.country, number.type)
    )
