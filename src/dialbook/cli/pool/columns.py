"""The columns of a pool of numbers as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from dialbook.carriers.numbering_plan import InvalidNumber, facts_of
from dialbook.cli.importing.lines import BadLine
from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import Acquisition
from dialbook.domain.pool import PoolNumber
from dialbook.domain.searches import capitals
from dialbook.protocol.explain import explain

NUMBER = "E164PhoneNumber"
COLUMNS = (NUMBER, "City", "State", "Outcome")


class Given(msgspec.Struct):
    """What a line gives."""

    e164: str = msgspec.field(name=NUMBER)
    city: Annotated[str, Meta(max_length=100)] | None = msgspec.field(name="City", default=None)
    state: Annotated[str, Meta(pattern="^[a-zA-Z]{2}$")] | None = msgspec.field(name="State", default=None)
    outcome: Acquisition = msgspec.field(name="Outcome", default="Acquired")


def pool_number_of(values: Mapping[str, str]) -> PoolNumber:
    """Read a line of an import. Raises BadLine."""
    try:
        given = msgspec.convert({name: text for name, value in values.items() if (text := value.strip())}, Given)
        facts = facts_of(given.e164)
    except msgspec.ValidationError as error:
        raise BadLine(explain(str(error), Given)) from None
    except InvalidNumber as error:
        raise BadLine(f"{NUMBER}: {error}") from None
    refuse_unfit_place(given, facts)
    return PoolNumber(
        e164=facts.e164,
        country=facts.country,
        type=facts.type,
        area_code=facts.e164[2:5] if facts.country == "US" else None,
        city=capitals(given.city),
        state=capitals(given.state),
        outcome=given.outcome,
    )


def refuse_unfit_place(given: Given, facts: NumberFacts) -> None:
    """Refuse a place in which no search would find the number. Raises BadLine."""
    if (given.city or given.state) and (facts.country, facts.type) != ("US", "Local"):
        raise BadLine("City and State can be given only for local U.S. phone numbers")
    if given.city and not given.state:
        raise BadLine("State must be given with City")
