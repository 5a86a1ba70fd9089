"""The columns of an inventory as CSV: what an export writes and an import reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import msgspec

from dialbook.carriers.numbering_plan import InvalidNumber, facts_of
from dialbook.cli.importing.lines import BadLine
from dialbook.contract.voice.shapes import CallingName, PhoneNumberName
from dialbook.domain.calling_names import refuse_unfit_calling_name
from dialbook.domain.moments import iso8601
from dialbook.domain.phone_numbers import PhoneNumber, ProductType, refuse_unfit_product
from dialbook.domain.refusal import Refusal
from dialbook.protocol.explain import explain

NUMBER = "E164PhoneNumber"
"""The one column that an import must have."""
CALLING_NAME = "CallingName"
READ = (NUMBER, "Account", "ProductType", "Name", CALLING_NAME)
"""What an import reads."""
SHOWN = ("Country", "Type", "Status", "CallingNameStatus", "Associations", "CreatedTimestamp", "UpdatedTimestamp")
"""What an export adds for people and an import passes over: it creates numbers anew, unassigned."""
COLUMNS = READ + SHOWN


class Given(msgspec.Struct):
    """What a line of an import gives, held against the contract."""

    e164: str = msgspec.field(name=NUMBER)
    account: Annotated[str, msgspec.Meta(pattern="^[0-9]{12}$")] | None = msgspec.field(name="Account", default=None)
    product_type: ProductType | None = msgspec.field(name="ProductType", default=None)
    name: PhoneNumberName | None = msgspec.field(name="Name", default=None)
    calling_name: CallingName | None = msgspec.field(name=CALLING_NAME, default=None)


def values_of(number: PhoneNumber) -> tuple[str, ...]:
    """Return a number as a line of an export: its values in the order of COLUMNS."""
    return (
        number.e164,
        number.account,
        number.product_type,
        number.name or "",
        number.calling_name or "",
        number.country,
        number.type,
        number.status,
        number.calling_name_status,
        f"{number.association_name}={number.association_value}" if number.association_name else "",
        iso8601(number.created_at),
        iso8601(number.updated_at),
    )


def number_of(values: Mapping[str, str], account: str, now: datetime) -> PhoneNumber:
    """Read a line of an import; ``account`` has the number where the line names none. Raises BadLine."""
    try:
        given = msgspec.convert(given_in(values), Given)
        facts = facts_of(given.e164)
        number = PhoneNumber(
            account=given.account or account,
            e164=facts.e164,
            country=facts.country,
            type=facts.type,
            product_type=given.product_type or usual_product(facts.country),
            name=given.name,
            calling_name=given.calling_name,
            calling_name_status="UpdateSucceeded" if given.calling_name else "Unassigned",
            created_at=now,
            updated_at=now,
        )
        refuse_unfit(number)
    except msgspec.ValidationError as error:
        raise BadLine(explain(str(error), Given)) from None
    except InvalidNumber as error:
        raise BadLine(f"{NUMBER}: {error}") from None
    except Refusal as refusal:
        raise BadLine(refusal.message) from None
    return number


def given_in(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that are not empty. White space around a value means nothing, but in a calling name it may be meant."""
    given = {name: value if name == CALLING_NAME else value.strip() for name, value in values.items()}
    return {name: value for name, value in given.items() if value}


def usual_product(country: str) -> ProductType:
    """Return the product of a number that is given none: outside the U.S. there is but one."""
    return "VoiceConnector" if country == "US" else "SipMediaApplicationDialIn"


def refuse_unfit(number: PhoneNumber) -> None:
    """Refuse what no order and no update could have made of the number. Raises Refusal."""
    refuse_unfit_product(number.product_type, number.country, number.type)
    if number.calling_name:
        refuse_unfit_calling_name(number.country, number.type)
