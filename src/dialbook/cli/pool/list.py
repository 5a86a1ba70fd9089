"""``dialbook pool list``: the operator's numbers as a table, with who owns them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.session import moment_of, with_store
from dialbook.cli.tables import print_table
from dialbook.domain.pool import PoolNumber
from dialbook.domain.registry import Ownership, is_free
from dialbook.ports.store import Tx

COLUMNS = ("Number", "Country", "Type", "Area code", "City", "State", "Outcome", "Owner")


def list_pool(
    limit: Annotated[int, typer.Option(metavar="COUNT", min=1, help="How many numbers to show at most.")] = 100,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """List the numbers of the pool, and who owns them."""

    now = moment_of(store)

    async def work(tx: Tx) -> list[tuple[PoolNumber, str]]:
        return [(number, await owner(tx, number, now)) for number in await tx.page(PoolNumber, {}, None, limit + 1)]

    found = with_store(store, lambda opened: opened.read(work))
    if not found:
        typer.echo("The pool is empty: searches and orders see the simulated carrier.", err=True)
        return
    print_table(COLUMNS, [row(number, account) for number, account in found[:limit]])
    if len(found) > limit:
        typer.echo(f"The first {limit}: raise --limit to see more.", err=True)


async def owner(tx: Tx, number: PoolNumber, now: datetime) -> str:
    """Return the account that owns a number, nothing for one that anybody can order."""
    owned = await tx.get(Ownership, (number.e164,))
    return "" if owned is None or owned.owner is None or is_free(owned, now) else owned.owner


def row(number: PoolNumber, account: str) -> list[str]:
    """Return a number as a row of the table."""
    place = [number.area_code or "", number.city or "", number.state or ""]
    return [number.e164, number.country, number.type, *place, number.outcome, account]
