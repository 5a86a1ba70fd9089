"""The columns of an inventory as CSV: what an export writes and an import reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dialbook.cli.importing.lines import BadLine
from dialbook.domain.moments import iso8601
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.server.inventory import NUMBER, new_number

CALLING_NAME = "CallingName"
READ = (NUMBER, "Account", "ProductType", "Name", CALLING_NAME)
"""What an import reads."""
SHOWN = ("Country", "Type", "Status", "CallingNameStatus", "Associations", "CreatedTimestamp", "UpdatedTimestamp")
"""What an export adds for people and an import passes over: it creates numbers anew, unassigned."""
COLUMNS = READ + SHOWN


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
        return new_number(given_in(values), account, now)
    except Refusal as refusal:
        raise BadLine(refusal.message) from None


def given_in(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that are not empty. White space around a value means nothing, but in a calling name it may be meant."""
    given = {name: value if name == CALLING_NAME else value.strip() for name, value in values.items()}
    return {name: value for name, value in given.items() if value}
