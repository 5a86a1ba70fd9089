"""Numbers and the registry of their owners."""

from __future__ import annotations

import msgspec

from dialbook.domain.invariants.findings import At, Finding, One, Steps
from dialbook.domain.life import disassociate, free_from
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.sip import SipRule
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup

PLACES = {"VoiceConnectorId": VoiceConnector, "VoiceConnectorGroupId": VoiceConnectorGroup, "SipRuleId": SipRule}
"""What numbers are assigned to that has a record."""
OWNED = "the registry names the account as its owner"


def of_number(number: PhoneNumber, at: At) -> Steps:
    """A number has its account as its owner until anybody may have it; what it is assigned to exists, and so does its order."""
    found = yield from _owned(number, at)
    found += yield from _assigned(number, at)
    found += yield from _ordered(number)
    return found


def of_ownership(owned: Ownership, _: At) -> Steps:
    """An owner has the number in its inventory."""
    number = None if owned.owner is None else (yield One(PhoneNumber, (owned.owner, owned.e164)))
    if owned.owner is None or number is not None:
        return []
    freed = msgspec.structs.replace(owned, owner=None, free_at=None)
    return [Finding(says="its owner does not have it", mended="anybody may have it", puts=(freed,))]


def _owned(number: PhoneNumber, at: At) -> Steps:
    owned: Ownership | None = yield One(Ownership, (number.e164,))
    free_at = free_from(number)
    if owned is not None and owned.owner == number.account:
        return _free_when_said(owned, msgspec.structs.replace(owned, free_at=free_at), at)
    if free_at is not None and free_at <= at.now:
        return []
    claimed = Ownership(e164=number.e164, owner=number.account, claim_id=at.claim_id, free_at=free_at)
    if owned is None or owned.owner is None:
        return [Finding(says="the registry names no owner", mended=OWNED, puts=(claimed,))]
    rival: PhoneNumber | None = yield One(PhoneNumber, (owned.owner, number.e164))
    if rival is not None and ((free := free_from(rival)) is None or free > at.now):
        return [Finding(says="the registry names another account, which has it too")]
    return [Finding(says="the registry names another account, which does not have it", mended=OWNED, puts=(claimed,))]


def _free_when_said(owned: Ownership, due: Ownership, at: At) -> list[Finding]:
    """Compare from when on anybody may claim a number; which moment of the past it is does not matter."""
    moments = {moment if moment is None or moment > at.now else at.now for moment in (owned.free_at, due.free_at)}
    if len(moments) == 1:
        return []
    return [Finding(says="the registry frees it at another time", mended="the registry has its time", puts=(due,))]


def _assigned(number: PhoneNumber, at: At) -> Steps:
    if (number.status == "Assigned") != (number.association_name is not None):
        return [Finding(says="it must have an association exactly while it is Assigned")]
    if number.association_name not in PLACES or number.association_value is None:
        return []
    place = yield One(PLACES[number.association_name], (number.account, number.association_value))
    if place is not None and (not isinstance(place, SipRule) or place.trigger_value == number.e164):
        return []
    says = f"its {number.association_name} is of nothing that has it"
    return [Finding(says=says, mended="it is unassigned", puts=(disassociate(number, at.now),))]


def _ordered(number: PhoneNumber) -> Steps:
    order = None if number.order_id is None else (yield One(PhoneNumberOrder, (number.account, number.order_id)))
    if number.order_id is None or order is not None:
        return []
    return [Finding(says="its order does not exist")]
