"""``dialbook store status``: what schema the store has, and where its tables lie."""

from __future__ import annotations

import typer

from dialbook.cli.failure import Failure
from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.session import exists, refuse_half, require_shared
from dialbook.server.config import shown


def status(store: StoreOption = DEFAULT_STORE) -> None:
    """Say which schema the store has.

    It also says that the tables are distributed, where they are. It fails where the store cannot be used as it is.
    """
    import asyncio  # noqa: PLC0415 - this and the assembly are half of the time that `dialbook --help` would take

    from dialbook.server.build import schema_of  # noqa: PLC0415

    require_shared(store)
    if not exists(store):
        raise Failure(f"There is no store {shown(store)}.")
    state = asyncio.run(schema_of(store))
    typer.echo(f"store   {shown(store)}")
    typer.echo(f"schema  {state.found}, and this version of dialbook works with {state.needed}")
    if state.distributed:
        typer.echo("tables  distributed over the nodes of Citus")
    if state.found < state.needed:
        raise Failure("The store needs 'dialbook store upgrade'.")
    if state.found > state.needed:
        raise Failure("The store needs a newer dialbook.")
    refuse_half(store)
