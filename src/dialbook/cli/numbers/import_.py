"""``dialbook numbers import``: numbers from a CSV file into the inventory."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Annotated, NamedTuple

import msgspec
import typer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.failure import Failure
from dialbook.cli.numbers.columns import BadLine, number_of
from dialbook.cli.numbers.lines import Line, lines_of
from dialbook.cli.numbers.progress import Show, progress
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.session import with_store
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Store, StoreUnavailable, Tx
from dialbook.server.clock import wall
from dialbook.server.ids import request_id
from dialbook.server.inventory import add

BATCH = 500
"""How many numbers are committed at once: a server beside the import writes in between."""
INTERRUPTED = 130
"""The exit status that shells give to a program that SIGINT has ended."""


class Entry(NamedTuple):
    """One line: the number on it, or what is wrong with it."""

    first: int
    last: int
    """Where a value holds line breaks, or is not closed, not the first."""
    number: PhoneNumber | BadLine


class Outcome(msgspec.Struct):
    """How an import goes."""

    imported: int = 0
    bad: int = 0
    read: int = 0
    """The last line that was read."""
    interrupted: bool = False

    def report(self, refused: list[Entry]) -> None:
        """Report bad lines at once, so that none has to be remembered."""
        for first, last, reason in refused:
            where = f"line {first}" if first == last else f"lines {first}-{last}"
            # Not by echo: the progress bar makes way only for what is written here.
            sys.stderr.write(f"{where}: {str(reason).rstrip('.')}\n")
            self.bad += last - first + 1

    def __str__(self) -> str:
        """Say how it went."""
        where = f"; interrupted after line {self.read}" if self.interrupted else ""
        return f"{self.imported} imported, {self.bad} bad{where}"


class NothingImported(Exception):  # noqa: N818 - it names a result
    """Undoes an import that was to be whole."""


def import_numbers(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="A CSV file with a header."),
    ],
    account: AccountOption = DEVELOPMENT_ACCOUNT,
    all_or_nothing: Annotated[
        bool,
        typer.Option(
            "--all-or-nothing", help="Import nothing if a line is bad. No server can write to the store meanwhile."
        ),
    ] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Import numbers from a CSV file.

    It has a column E164PhoneNumber, and may have Account, ProductType, Name and CallingName; --account is for lines
    without one. Every number is checked with libphonenumber. Bad lines are reported by their numbers, and the others
    are imported; they are committed bit by bit, so that a server on the same store goes on.
    """
    outcome = Outcome()
    run = import_whole if all_or_nothing else import_batches
    try:
        with interruptible(outcome):
            with_store(store, lambda opened: run(opened, file, account, outcome), create=True)
    except (StoreUnavailable, KeyboardInterrupt):
        typer.echo(outcome)
        raise
    typer.echo(outcome)
    if outcome.interrupted or outcome.bad:
        raise typer.Exit(INTERRUPTED if outcome.interrupted else 1)


@contextmanager
def interruptible(outcome: Outcome) -> Iterator[None]:
    """Have the first Ctrl-C end the import between two lines; the next one ends the program."""

    def stop(*_: object) -> None:
        outcome.interrupted = True
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


async def import_batches(store: Store, file: Path, account: str, outcome: Outcome) -> None:
    """Import every good line, a batch a commit."""
    author = Author("cli", "numbers import", request_id())
    with opened(file) as (stream, show):
        for batch in batches(stream, account, outcome, show):
            refused = await store.write(partial(put_all, batch, author))
            outcome.imported += len(batch) - len(refused)
            outcome.report(refused)


async def import_whole(store: Store, file: Path, account: str, outcome: Outcome) -> None:
    """Import every line in one commit, or none of them."""
    author = Author("cli", "numbers import", request_id())

    async def work(tx: Tx) -> int:
        outcome.bad = count = 0
        with opened(file) as (stream, show):
            for batch in batches(stream, account, outcome, show):
                outcome.report(await put_all(batch, author, tx))
                count += len(batch)
        if outcome.bad or outcome.interrupted:
            raise NothingImported
        return count

    with suppress(NothingImported):
        outcome.imported = await store.write(work)


@contextmanager
def opened(file: Path) -> Iterator[tuple[IO[str], Show]]:
    """Open a file to read its lines. Raises Failure."""
    try:
        stream = file.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise Failure(f"The file {file} cannot be read: {error.strerror}.") from None
    with stream, progress("Importing", stream, file.stat().st_size) as show:
        yield stream, show


def batches(stream: IO[str], account: str, outcome: Outcome, show: Show) -> Iterator[list[Entry]]:
    """Yield what the lines hold, many at a time, until the end or an interruption."""
    entries = (entry_of(line, account) for line in lines_of(stream))
    while not outcome.interrupted and (batch := list(islice(entries, BATCH))):
        outcome.read = batch[-1].last
        show(outcome.read)
        yield batch


def entry_of(line: Line, account: str) -> Entry:
    """Read one line. Of a line that is CSV, the first line break is the one to look for."""
    if isinstance(line.values, BadLine):
        return Entry(line.first, line.last, line.values)
    try:
        return Entry(line.first, line.first, number_of(line.values, account, wall()))
    except BadLine as reason:
        return Entry(line.first, line.first, reason)


async def put_all(batch: list[Entry], author: Author, tx: Tx) -> list[Entry]:
    """Add the numbers of a batch to the inventory; return the lines that are bad or that were refused."""
    refused = []
    for entry in batch:
        try:
            if isinstance(entry.number, BadLine):
                raise entry.number
            ledger = Ledger(tx, entry.number.created_at, author)
            await add(ledger, entry.number, f"{author.request_id}/{entry.first}")
        except (BadLine, Refusal) as reason:
            refused.append(entry._replace(number=BadLine(str(reason))))
    return refused
