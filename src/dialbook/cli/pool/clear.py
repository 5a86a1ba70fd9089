"""``dialbook pool clear``: give out the simulated carrier's numbers again."""

from __future__ import annotations

from typing import Annotated

import typer

from dialbook.cli.failure import Failure
from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.session import with_store
from dialbook.domain.pool import PoolNumber
from dialbook.ports.store import Store, Tx

BATCH = 500
"""How many numbers go in one commit: a server beside the command writes in between."""


def clear(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, store: StoreOption = DEFAULT_STORE
) -> None:
    """Remove every number from the pool.

    Numbers that accounts own stay theirs. Searches and orders see the simulated carrier again.
    """
    if not (yes or agreed()):
        raise typer.Abort
    typer.echo(f"{with_store(store, clear_all)} removed")


def agreed() -> bool:
    """Ask. Raises Failure where nobody answers."""
    try:
        return typer.confirm("Remove every number from the pool?")
    except typer.Abort:
        typer.echo()
        raise Failure("Nothing was removed, for nobody answered: --yes does not ask.") from None


async def clear_all(store: Store) -> int:
    """Remove all numbers, a batch a commit, and count them."""
    removed = 0
    while count := await store.write(remove_some):
        removed += count
    return removed


async def remove_some(tx: Tx) -> int:
    """Remove the first numbers and count them."""
    batch = await tx.page(PoolNumber, {}, None, BATCH)
    for number in batch:
        await tx.delete(number)
    return len(batch)
