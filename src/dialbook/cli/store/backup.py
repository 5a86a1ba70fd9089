"""``dialbook store backup``: a copy of a SQLite store while servers write to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dialbook.cli.bars import bar
from dialbook.cli.failure import Failure
from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.session import refuse_half


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write the backup: a file that does not exist yet.")
    ],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Back up a SQLite store while its servers go on.

    The backup is the store as it was at one moment, in one file that is a store itself. The master key is not in it.
    """
    import asyncio  # noqa: PLC0415 - this and the assembly are half of the time that `dialbook --help` would take

    from dialbook.server.build import schema_of  # noqa: PLC0415
    from dialbook.stores.backups import back_up  # noqa: PLC0415

    location = path_of(store)
    schema = asyncio.run(schema_of(store))
    if schema.found == schema.needed:  # an older one may well be backed up before it is upgraded
        refuse_half(store)
    try:
        with bar(100, "percent") as show:
            back_up(location, file.absolute(), lambda done, total: show("Backing up", 100 * done // max(total, 1)))
    except OSError as error:
        raise Failure(f"The backup {file} cannot be written: {error.strerror}.") from None
    typer.echo(f"{file} is a backup of {location}")


def path_of(store: str) -> Path:
    """Return the file of a store. Raises Failure for one that has none."""
    from dialbook.server.config import MEMORY, sqlite_path  # noqa: PLC0415

    path = None if store == MEMORY or "://" in store else sqlite_path(store)
    if path is None:
        raise Failure(
            "Only a SQLite file is backed up so: pg_dump backs up a PostgreSQL database, and a store in memory has none."
        )
    if not path.exists():
        raise Failure(f"There is no store {path}.")
    return path
