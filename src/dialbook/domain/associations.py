"""Phone numbers on voice connectors and on groups of them: one association at a time (BEHAVIOUR.md 3.6)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from dialbook.domain.life import associate, disassociate
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal

_NOUNS = {"VoiceConnectorId": "voice connector", "VoiceConnectorGroupId": "voice connector group"}


class Association(msgspec.Struct, frozen=True):
    """A voice connector, or a group, that numbers can be on."""

    name: Literal["VoiceConnectorId", "VoiceConnectorGroupId"]
    value: str
    """Its id."""


def assign(number: PhoneNumber, to: Association, force: bool, now: datetime) -> PhoneNumber:
    """Put the number there. Where it is already nothing changes (BEHAVIOUR.md 5, row 15).

    "If true, … removes any previously existing associations. If false, does not associate any phone numbers that have previously
    existing associations." Raises Refusal: PhoneNumberAssociationsExist without force for a number that is elsewhere; BadRequest for
    one that a SIP rule holds, forced or not (row 16), for another product and for a status that forbids it (rows 11 and 17).
    """
    if number.association_name == "SipRuleId":
        raise Refusal("BadRequest", "The SIP rule of the phone number must be deleted before it can be associated.")
    if number.product_type != "VoiceConnector":
        raise Refusal("BadRequest", f"ProductType must be VoiceConnector to be associated with a {_NOUNS[to.name]}.")
    if _is_on(number, to):
        return number
    if number.association_name is not None and not force:
        raise Refusal(
            "PhoneNumberAssociationsExist",
            "The phone number has another association, which only ForceAssociate removes.",
        )
    return associate(number, to.name, to.value, now)


def unassign(number: PhoneNumber, off: Association, now: datetime) -> PhoneNumber:
    """Take the number away from there. Raises Refusal NotFound where it is not there (BEHAVIOUR.md 5, row 19)."""
    if not _is_on(number, off):
        raise Refusal("NotFound", f"The phone number is not associated with this {_NOUNS[off.name]}.")
    return disassociate(number, now)


def _is_on(number: PhoneNumber, there: Association) -> bool:
    return (number.association_name, number.association_value) == (there.name, there.value)
