"""``dialbook numbers history``: who changed a number, when and how."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.numbers.argument import NumberArgument, absent
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.paging import records_of
from dialbook.cli.session import with_store
from dialbook.cli.tables import print_table
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import Store

COLUMNS = ("When (UTC)", "Who", "Action", "What", "Before", "After")


def history(
    number: NumberArgument, account: AccountOption = DEVELOPMENT_ACCOUNT, store: StoreOption = DEFAULT_STORE
) -> None:
    """Show who changed a number, when and how.

    There is a line for each value that was changed.
    """
    subject = {"account": account, "subject": f"{PhoneNumber.table}/{number}"}

    async def work(opened: Store) -> list[Change]:
        return [change async for change in records_of(opened, Change, subject)]

    changes = with_store(store, work)
    if not changes:
        raise absent(account)
    print_table(COLUMNS, [row for change in changes for row in rows(change)])


def rows(change: Change) -> Iterator[list[str]]:
    """Yield a row for each value that a change has changed, and one for a record that is new."""
    told = [f"{change.changed_at:%Y-%m-%d %H:%M:%S}", change.principal, change.action]
    if change.before is None or change.after is None:
        yield [*told, "(created)" if change.before is None else "(deleted)", "", ""]
        return
    before, after = json.loads(change.before), json.loads(change.after)
    for member in {**before, **after}:
        old, new = before.get(member), after.get(member)
        if old != new and member != "updated_at":
            yield [*told, member, text(old), text(new)]


def text(value: Any) -> str:
    """Return a value as the table shows it."""
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)
