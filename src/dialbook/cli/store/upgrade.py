"""``dialbook store upgrade``: give the store this version's schema."""

from __future__ import annotations

import typer

from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.session import require_shared
from dialbook.server.config import shown


def upgrade(store: StoreOption = DEFAULT_STORE) -> None:
    """Give the store this version's schema.

    The store may be empty, or an older version's. All of it happens or nothing does, and several that upgrade at once do no harm.
    """
    import asyncio  # noqa: PLC0415 - this and the assembly are half of the time that `dialbook --help` would take

    from dialbook.server.build import upgrade_store  # noqa: PLC0415

    require_shared(store)
    before = asyncio.run(upgrade_store(store))
    done = "has" if before.found == before.needed else "now has"
    typer.echo(f"The store {shown(store)} {done} schema {before.needed}.")
