"""``dialbook numbers list``: an account's numbers as a table."""

from __future__ import annotations

from typing import Annotated

import typer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.paging import numbers_of
from dialbook.cli.session import moment_of, with_store
from dialbook.cli.tables import print_table
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import Store

COLUMNS = ("Number", "Country", "Type", "Product type", "Status", "Calling name status", "Calling name", "Name")


def list_numbers(
    account: AccountOption = DEVELOPMENT_ACCOUNT,
    limit: Annotated[int, typer.Option(metavar="COUNT", min=1, help="How many numbers to show at most.")] = 100,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """List the numbers of an account."""

    now = moment_of(store)

    async def work(opened: Store) -> list[PhoneNumber]:
        found: list[PhoneNumber] = []
        async for number in numbers_of(opened, account, now):
            found.append(number)
            if len(found) > limit:
                break
        return found

    numbers = with_store(store, work)
    if not numbers:
        typer.echo(f"Account {account} has no numbers.", err=True)
        return
    print_table(COLUMNS, [row(number) for number in numbers[:limit]])
    if len(numbers) > limit:
        typer.echo(f"The first {limit}: raise --limit to see more, or use 'dialbook numbers export' for all.", err=True)


def row(number: PhoneNumber) -> list[str]:
    """Return a number as a row of the table."""
    return [
        number.e164,
        number.country,
        number.type,
        number.product_type,
        number.status,
        number.calling_name_status,
        number.calling_name or "",
        number.name or "",
    ]
