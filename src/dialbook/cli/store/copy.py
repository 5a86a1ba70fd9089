"""``dialbook store copy``: a whole inventory from one store into another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit, urlunsplit

import msgspec
import typer

from dialbook.access.keys import AccessKey
from dialbook.cli.bars import bar
from dialbook.cli.failure import Failure
from dialbook.cli.importing.run import INTERRUPTED, Outcome, interruptible
from dialbook.cli.session import with_store
from dialbook.ports.store import Store
from dialbook.server.config import MEMORY, check_store


class Copied(msgspec.Struct):
    """What was copied."""

    records: int
    keys: int


def copy_store(
    source: Annotated[str, typer.Option("--from", metavar="STORE", help="The store to copy.")],
    to: Annotated[str, typer.Option("--to", metavar="STORE", help="The store to copy into: a new one.")],
) -> None:
    """Copy a whole store into a new one.

    Stop the servers of the store first. Everything goes over: numbers and what they are on, orders, the history, access
    keys, limits, faults, snapshots and how far webhooks have come; only the calls that were recorded last, and what is
    left in the buckets of limits, do not. In the end both stores are read anew, and each table is compared by its count
    and a digest. A copy that was interrupted goes on when the same command is run again, and until it is complete nothing
    else takes the store for one. The master key is in no store: the servers of the copy need the same one.
    """
    check_store(source)
    check_store(to)
    if named(source) == named(to):
        raise Failure("The store to copy into must be another one.")
    if to == MEMORY:
        raise Failure("A store in memory can be reached only through its server: give --to the path of a file.")
    outcome = Outcome()
    with interruptible(outcome):
        copied = with_store(source, lambda opened: into(opened, to, named(source), outcome))
    if copied is None:
        typer.echo("Interrupted: run the same command again to go on.", err=True)
        raise typer.Exit(INTERRUPTED)
    typer.echo(f"{copied.records:,} records copied and verified")
    if copied.keys:
        typer.echo("The access keys are sealed: serve the copy with the same master key.", err=True)


async def into(source: Store, to: str, origin: str, outcome: Outcome) -> Copied | None:
    """Copy an open store and compare; None where it was interrupted. Raises Failure where the copy cannot be written."""
    from dialbook.server import copying  # noqa: PLC0415 - half of the time that `dialbook --help` would take
    from dialbook.server.build import open_store  # noqa: PLC0415

    try:
        with copying.writing():
            target = open_store(to)
        try:
            return await across(source, target, origin, outcome)
        finally:
            await target.close()
    except copying.Unwritten as error:
        raise Failure(f"The copy {named(to)} cannot be written. {error}") from error


async def across(source: Store, target: Store, origin: str, outcome: Outcome) -> Copied | None:
    """Copy from one open store into another and compare; None where it was interrupted."""
    from dialbook.server import copying  # noqa: PLC0415

    try:
        total = sum([await source.count(kind) for kind in copying.COPIED])
        with bar(total, "records") as show:
            await copying.copy(
                source, target, origin, lambda table, done: show(f"Copying {table}", done), lambda: outcome.interrupted
            )
        with bar(2 * total, "records") as show:
            records = await copying.verify(
                source, target, lambda table, done: show(f"Comparing {table}", done), lambda: outcome.interrupted
            )
        return Copied(records, await target.count(AccessKey))
    except copying.Interrupted:
        return None


def named(location: str) -> str:
    """Return a name of a store that is the same however it is written, without a password."""
    if "://" in location:
        url = urlsplit(location)
        return urlunsplit((url.scheme, url.netloc.rpartition("@")[2], url.path, "", ""))
    return str(Path(location.removeprefix("sqlite:")).expanduser().resolve())
