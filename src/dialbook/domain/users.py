"""Numbers and the users of the older namespace, of whom only the ids are known here."""

from __future__ import annotations

from datetime import datetime

from dialbook.domain.life import associate
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal

MOST_CHARACTERS = 256
"""How long an id may be. Our choice, for the contract names no bound, and an index of PostgreSQL has one."""


def assign(number: PhoneNumber, user_id: str, now: datetime) -> PhoneNumber:
    """Assign the number to a user. Raises Refusal BadRequest for another product, and PhoneNumberAssociationsExist.

    BusinessCalling numbers go to users, and no others do (BEHAVIOUR.md 3.6). Our choices: the same user again changes nothing, as
    with voice connectors (BEHAVIOUR.md 5, row 15); another user is refused, for the operation has no ForceAssociate; and a user may
    have several numbers, as the words "primary provisioned phone number" suggest.
    """
    if len(user_id) > MOST_CHARACTERS:
        raise Refusal("BadRequest", f"UserId must have at most {MOST_CHARACTERS} characters.")
    if number.product_type != "BusinessCalling":
        raise Refusal("BadRequest", "E164PhoneNumber must be a phone number with product type BusinessCalling.")
    if (number.association_name, number.association_value) == ("UserId", user_id):
        return number
    if number.association_name is not None:
        raise Refusal(
            "PhoneNumberAssociationsExist",
            "The phone number must be disassociated before it can be associated with another user.",
        )
    return associate(number, "UserId", user_id, now)
