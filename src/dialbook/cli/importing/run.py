"""The run of an import: a batch a commit or all in one, reports of bad lines, and an end at Ctrl-C."""

from __future__ import annotations

import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Annotated, Any, Generic, NamedTuple, TypeVar

import msgspec
import typer

from dialbook.cli.failure import Failure
from dialbook.cli.importing.lines import BadLine, Line, lines_of
from dialbook.cli.importing.progress import Show, progress
from dialbook.cli.session import with_store
from dialbook.domain.refusal import Refusal
from dialbook.ports.store import Store, StoreUnavailable, Tx

T = TypeVar("T")

BATCH = 500
"""How many lines are committed at once: a server beside the import writes in between."""
INTERRUPTED = 130
"""The exit status that shells give to a program that SIGINT has ended."""

FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="A CSV file with a header."),
]
AllOrNothingOption = Annotated[
    bool,
    typer.Option(
        "--all-or-nothing", help="Import nothing if a line is bad. No server can write to the store meanwhile."
    ),
]


@dataclass(frozen=True)
class Import(Generic[T]):
    """What an import does with a file."""

    kinds: tuple[type[Any], ...]
    """What it writes."""
    columns: tuple[str, ...]
    """What the file may have; the first it must have."""
    read: Callable[[Mapping[str, str]], T]
    """Makes a record of the values of a line. Raises BadLine."""
    put: Callable[[Tx, T, int], Awaitable[bool]]
    """Writes the record of the line with this number; False where it was there already. Raises Refusal, and has written nothing then."""
    expect: Callable[[Tx, list[T]], Awaitable[None]] | None = None
    """Says what the records of a batch are going to be compared with."""
    resume: str = ""
    """The option that an import which was interrupted goes on with, if it needs one."""


class Entry(NamedTuple, Generic[T]):
    """One line: the record on it, or what is wrong with it."""

    first: int
    last: int
    """Where a value holds line breaks, or is not closed, not the first."""
    record: T | BadLine


class Done(msgspec.Struct):
    """What a batch has come to."""

    imported: int = 0
    there: int = 0
    refused: list[tuple[int, int, BadLine]] = []


class Outcome(msgspec.Struct):
    """How an import goes."""

    imported: int = 0
    there: int = 0
    """Lines whose records were there already, exactly so."""
    bad: int = 0
    read: int = 0
    """The last line that was read."""
    told: int = 0
    """The last line up to which bad ones were reported."""
    interrupted: bool = False

    def take(self, done: Done, told: int = 0) -> None:
        """Count what a batch has come to, and report its bad lines behind ``told`` at once, so that none has to be remembered."""
        self.imported += done.imported
        self.there += done.there
        for first, last, reason in done.refused:
            where = f"line {first}" if first == last else f"lines {first}-{last}"
            if last > told:
                # Not by echo: the progress bar makes way only for what is written here.
                sys.stderr.write(f"{where}: {str(reason).rstrip('.')}\n")
            self.bad += last - first + 1

    def __str__(self) -> str:
        """Say how it went."""
        where = f"; interrupted after line {self.read}" if self.interrupted else ""
        there = f"{self.there} there already, " if self.there else ""
        return f"{self.imported} imported, {there}{self.bad} bad{where}"


Run = Callable[[Import[T], Store, Path, Outcome], Awaitable[None]]
"""Imports a file into a store."""


class NothingImported(Exception):  # noqa: N818 - it names a result
    """Undoes an import that was to be whole."""


def run_import(task: Import[T], file: Path, store: str, *, whole: bool) -> None:
    """Import a file into a store and say how it went; the exit status tells of bad lines and of an interruption."""
    outcome = Outcome()
    run = import_whole if whole else import_batches
    try:
        with interruptible(outcome):
            with_store(store, lambda opened: import_and_survey(task, opened, file, outcome, run), create=True)
    except (StoreUnavailable, KeyboardInterrupt):
        typer.echo(outcome)
        raise
    typer.echo(outcome)
    if outcome.interrupted:
        option = "" if whole or not task.resume else f" with {task.resume}"
        typer.echo(f"Interrupted: run the same command again{option} to go on.", err=True)
        raise typer.Exit(INTERRUPTED)
    if outcome.bad:
        raise typer.Exit(1)


async def import_and_survey(task: Import[T], store: Store, file: Path, outcome: Outcome, run: Run[T]) -> None:
    """Import, and have the store see how much has come."""
    await run(task, store, file, outcome)
    if outcome.imported:
        await store.survey(task.kinds)


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


async def import_batches(task: Import[T], store: Store, file: Path, outcome: Outcome) -> None:
    """Import every good line, a batch a commit."""
    with opened(file) as (stream, show):
        for batch in batches(task, stream, outcome, show):
            outcome.take(await store.write(partial(put_all, task, batch)))


async def import_whole(task: Import[T], store: Store, file: Path, outcome: Outcome) -> None:
    """Import every line in one commit, or none of them."""

    async def work(tx: Tx) -> Outcome:
        if outcome.read:
            refuse_pipe(file)
        whole = Outcome()
        with opened(file) as (stream, show):
            for batch in batches(task, stream, outcome, show):
                whole.take(await put_all(task, batch, tx), outcome.told)
                outcome.bad, outcome.told = whole.bad, max(outcome.told, batch[-1].last)
        if whole.bad or outcome.interrupted:
            raise NothingImported
        return whole

    with suppress(NothingImported):
        whole = await store.write(work)
        outcome.imported, outcome.there = whole.imported, whole.there


def refuse_pipe(file: Path) -> None:
    """Refuse to read what can be read only once. Raises Failure."""
    if not file.is_file():
        raise Failure(f"The store has to begin anew, and {file} can be read only once: import it again.")


@contextmanager
def opened(file: Path) -> Iterator[tuple[IO[str], Show]]:
    """Open a file to read its lines. Raises Failure."""
    try:
        stream = file.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise Failure(f"The file {file} cannot be read: {error.strerror}.") from None
    with stream, progress("Importing", stream, file.stat().st_size) as show:
        yield stream, show


def batches(task: Import[T], stream: IO[str], outcome: Outcome, show: Show) -> Iterator[list[Entry[T]]]:
    """Yield what the lines hold, many at a time, until the end or an interruption."""
    entries = (entry_of(task, line) for line in lines_of(stream, task.columns))
    while not outcome.interrupted and (batch := list(islice(entries, BATCH))):
        outcome.read = batch[-1].last
        show(outcome.read)
        yield batch


def entry_of(task: Import[T], line: Line) -> Entry[T]:
    """Read one line. Of a line that is CSV, the first line break is the one to look for."""
    if isinstance(line.values, BadLine):
        return Entry(line.first, line.last, line.values)
    try:
        return Entry(line.first, line.first, task.read(line.values))
    except BadLine as reason:
        return Entry(line.first, line.first, reason)


async def put_all(task: Import[T], batch: list[Entry[T]], tx: Tx) -> Done:
    """Write the records of a batch."""
    done = Done()
    if task.expect is not None:
        await task.expect(tx, [entry.record for entry in batch if not isinstance(entry.record, BadLine)])
    for first, last, record in batch:
        try:
            if isinstance(record, BadLine):
                raise record
            written = await task.put(tx, record, first)
        except (BadLine, Refusal) as reason:
            done.refused.append((first, last, BadLine(str(reason))))
        else:
            done.imported += written
            done.there += not written
    return done
