"""Addresses for emergency calls: whether one is plausible, by its form alone. AWS asks a register of addresses; there is none here."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

Result = Literal[0, 1, 2]
"""The model: 0 succeeded, 1 succeeded with a correction, 2 failed."""

STATES = {
    "CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
    "US": "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC"
    " SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI",
}
"""The countries with emergency calls, and what their posts call their states, territories and provinces. Our choice."""
POSTAL_CODES = {
    "US": re.compile(r"(?P<code>[0-9]{5})(?:[- ]?(?P<plus4>[0-9]{4}))?"),
    "CA": re.compile(r"(?P<code>[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z] ?[0-9][ABCEGHJ-NPRSTV-Z][0-9])(?P<plus4>)"),
}
STREET_NUMBER = re.compile(r"[0-9][0-9A-Za-z]*(?:[ /-][0-9A-Za-z]+)*")
DIRECTION = re.compile(r"(?:N|S|E|W|NE|NW|SE|SW)\.?", re.IGNORECASE)


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """An address as a request gives it, or as it is corrected."""

    street_number: str
    street_info: str
    city: str
    state: str
    country: str
    """ISO 3166-1 alpha-2."""
    postal_code: str
    postal_code_plus4: str | None = None


class Street(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a street, as the model explains them with "N. Third St.", "8th Avenue N" and "Central Park S. Unit A"."""

    pre_directional: str | None = None
    name: str
    suffix: str | None = None
    post_directional: str | None = None


class Validation(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: the address where it succeeded, perhaps suggestions where it failed."""

    result: Result
    address: Address | None = None
    candidates: tuple[Address, ...] = ()


def validate(given: Address) -> Validation:
    """Tell whether an address is plausible: as it is, or once its spaces, its capitals and its postal code are put right.

    One that would be plausible in another country has that as a suggestion.
    """
    tidy = _tidied(given)
    corrected = _corrected(tidy)
    if corrected is not None:
        return Validation(result=0 if _as_given(corrected) == given else 1, address=corrected)
    elsewhere = [_corrected(msgspec.structs.replace(tidy, country=country)) for country in STATES]
    return Validation(result=2, candidates=tuple(address for address in elsewhere if address is not None))


def street_of(street_info: str) -> Street:
    """Take a street apart. A name keeps at least one word, and keeps two before it gives its first one away: E Street is no Street."""
    words = street_info.split(" ")
    end = next((place for place, word in enumerate(words) if place and DIRECTION.fullmatch(word)), len(words))
    first = 1 if end > 2 and DIRECTION.fullmatch(words[0]) else 0
    last = end == len(words) - 1
    rest = " ".join(words[end:]) or None
    return Street(
        pre_directional=words[0] if first else None,
        name=" ".join(words[first:end]),
        suffix=rest if last else None,
        post_directional=None if last else rest,
    )


def _tidied(given: Address) -> Address:
    texts = {
        name: " ".join(value.split()) for name, value in msgspec.structs.asdict(given).items() if value is not None
    }
    capitals = {name: texts[name].upper() for name in ("state", "country", "postal_code")}
    return Address(**(texts | capitals))


def _corrected(tidy: Address) -> Address | None:
    """Return the address with its postal code put right; None where it is not plausible."""
    found = POSTAL_CODES[tidy.country].fullmatch(tidy.postal_code) if tidy.country in STATES else None
    if found is None or tidy.state not in STATES[tidy.country].split() or not _has_street(tidy):
        return None
    code = found["code"]
    if tidy.country == "CA":
        code = f"{code[:3]} {code[-3:]}"
    return msgspec.structs.replace(tidy, postal_code=code, postal_code_plus4=found["plus4"] or None)


def _as_given(corrected: Address) -> Address:
    """Return the address as a request would have to give it, which has one member for the whole postal code."""
    parts = (corrected.postal_code, corrected.postal_code_plus4)
    return msgspec.structs.replace(corrected, postal_code="-".join(filter(None, parts)), postal_code_plus4=None)


def _has_street(tidy: Address) -> bool:
    names = (tidy.city, tidy.street_info)
    return bool(STREET_NUMBER.fullmatch(tidy.street_number)) and all(any(map(str.isalpha, name)) for name in names)
