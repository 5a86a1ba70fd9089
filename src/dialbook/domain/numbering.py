"""E.164 numbers and the ids that the API makes of them."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import unquote

import msgspec

from dialbook.domain.refusal import Refusal


class NumberFacts(msgspec.Struct, frozen=True):
    """What the numbering plan says of a valid number: E.164 with a plus sign, ISO 3166-1 alpha-2, and the type that the API gives it."""

    e164: str
    country: str
    type: Literal["Local", "TollFree"]


E164 = re.compile(r"\+?([1-9][0-9]{1,14})")
"""The pattern of the model's E164PhoneNumber: the plus sign may be left out."""


def e164_of(phone_number_id: str) -> str:
    """Return the number that an id means: ``+1206…``, ``%2B1206…``, ``%252B1206…`` or bare digits.

    Every form that a client may hold works (BEHAVIOUR.md 2.5 and R1). Raises Refusal NotFound for an id that no number can have.
    """
    found = E164.fullmatch(phone_number_id) or E164.fullmatch(unquote(unquote(phone_number_id)))
    if found is None:
        raise Refusal("NotFound", "The phone number does not exist.")
    return "+" + found[1]


def phone_number_id_of(e164: str) -> str:
    """Return the canonical id: literally the percent-encoded number, ``%2B1206…`` (BEHAVIOUR.md 2.5)."""
    return "%2B" + e164[1:]
