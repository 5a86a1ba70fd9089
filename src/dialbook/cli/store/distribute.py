"""``dialbook store distribute``: have many nodes share the store."""

from __future__ import annotations

import typer

from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.session import require_shared

WHERE = {"account": "by account", "e164": "by number", None: "whole on every node"}


def distribute(store: StoreOption = DEFAULT_STORE) -> None:
    """Distribute the store over the nodes of Citus.

    Citus is an extension of PostgreSQL that spreads tables over many servers. The database must have it, and the store's
    servers must be stopped. Run it on the coordinator, once, and again after an upgrade: it does what is missing.
    """
    import asyncio  # noqa: PLC0415 - this and the assembly are half of the time that `dialbook --help` would take

    from dialbook.server.build import distribute_store  # noqa: PLC0415

    require_shared(store)
    done = asyncio.run(distribute_store(store))
    places = [each.shard_key for each in done.placements]
    counts = ", ".join(f"{places.count(key)} {where}" for key, where in WHERE.items())
    typer.echo(f"The store {'now is' if done.changed else 'is'} distributed. Its tables: {counts}.")
