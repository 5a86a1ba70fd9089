"""The SQLite store: one file that several processes share, or a database in memory."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import threading
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import apsw

from dialbook.domain.history import Change
from dialbook.ports.dumps import Dump
from dialbook.ports.store import SchemaMismatch, SchemaState, StoreUnavailable, Tx
from dialbook.stores import schema
from dialbook.stores.cache import CachedReading
from dialbook.stores.checkpoints import Checkpoints
from dialbook.stores.dumps import dump
from dialbook.stores.failures import OUTAGES, unavailable
from dialbook.stores.file_place import FilePlace
from dialbook.stores.group_commit import GroupCommit
from dialbook.stores.lane import Lane
from dialbook.stores.limits import Limits
from dialbook.stores.transaction import Reading
from dialbook.stores.turnstile import SharedTurn, Turnstile

T = TypeVar("T")
Dumping = Callable[[Callable[[apsw.Connection], Dump]], Awaitable[Dump]]
"""Runs what takes a dump on a connection that nobody writes on meanwhile."""

_COPYING = threading.Lock()
"""Held while the empty database is copied: a connection is for one thread at a time."""


class SqliteStore:
    """Reads run in the event loop, writes in the next group commit."""

    def __init__(
        self,
        reading: Reading,
        commits: GroupCommit,
        dumping: Dumping,
        quiet: contextlib.AbstractAsyncContextManager[object],
        resources: contextlib.ExitStack,
    ) -> None:
        """Put the parts together. ``quiet`` keeps a read out of an unfinished write where both share one connection."""
        self._dumping = dumping
        self._reading = reading
        self._commits = commits
        self._quiet = quiet
        self._resources = resources

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``work`` on committed state. Raises StoreUnavailable."""
        async with self._quiet:
            return await work(self._reading)

    async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``work`` and return only after its changes are durable; an exception from it undoes them. Raises StoreUnavailable.

        Nothing is written for a caller that is cancelled before its work has run.
        """
        return await self._commits.write(work)

    async def feed(self, after: int, limit: int) -> list[tuple[int, Change]]:
        """Return the ``limit`` committed changes behind a position. Raises StoreUnavailable."""
        async with self._quiet:
            return await self._reading.feed(after, limit)

    async def feed_end(self) -> int:
        """Return the position of the last committed change, 0 where there is none. Raises StoreUnavailable."""
        async with self._quiet:
            return await self._reading.feed_end()

    async def changes(self, after: int | None, limit: int) -> list[tuple[int, Change]]:
        """Return the ``limit`` changes behind a position, restored history too. Raises StoreUnavailable."""
        async with self._quiet:
            return await self._reading.changes(after, limit)

    async def count(self, kind: type[Any]) -> int:
        """Return how many records of this kind there are. Raises StoreUnavailable."""
        async with self._quiet:
            return await self._reading.count(kind)

    async def survey(self, kinds: Sequence[type[Any]]) -> None:
        """Do nothing: what SQLite chooses does not depend on how many there are."""

    async def check(self) -> None:
        """See whether the store can be used now. Raises StoreUnavailable, SchemaMismatch."""
        async with self._quiet:
            await self._reading.check()

    async def history(self, account: str, subject: str) -> list[Change]:
        """Return what was changed of one record, in the order in which it was. Raises StoreUnavailable."""
        async with self._quiet:
            return await self._reading.history(account, subject)

    async def dump(self, kinds: Sequence[type[Any]], most_bytes: int) -> Dump:
        """Return all records of these kinds, as they are at one moment. Raises DumpTooLarge, StoreUnavailable."""
        async with self._quiet:
            return await self._dumping(partial(dump, kinds=kinds, most_bytes=most_bytes))

    async def time(self) -> None:
        """Return None: a file is served where it is."""

    async def close(self) -> None:
        """Finish what was accepted, then let go of everything."""
        await self._commits.close()
        self._resources.close()


class FileStore(SqliteStore):
    """The store in a file, where reads have a connection of their own and need not keep out of a write."""

    def __init__(
        self,
        reading: Reading,
        commits: GroupCommit,
        dumping: Dumping,
        place: FilePlace,
        resources: contextlib.ExitStack,
    ) -> None:
        """Put the parts together, for the file at ``place``."""
        super().__init__(reading, commits, dumping, contextlib.nullcontext(), resources)
        self._place = place

    async def check(self) -> None:
        """See whether the store can be used now. Raises StoreUnavailable, SchemaMismatch."""
        self._place.require()
        await super().check()

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``work`` on committed state. Raises StoreUnavailable."""
        return await work(self._reading)


def open_sqlite(location: Path | None, limits: Limits | None = None, place: FilePlace | None = None) -> SqliteStore:
    """Open the store in this file, or in memory for None. An older schema is upgraded.

    A missing file is created, unless a ``place`` says which file it must be.

    Open it in the process that uses it, after any fork. Raises SchemaMismatch for a newer schema and for a file that is not dialbook's,
    StoreUnavailable for one that cannot be reached.
    """
    limits = limits or Limits()
    try:
        return _open_memory(limits) if location is None else _open_file(location, limits, place)
    except apsw.NotADBError as error:
        raise SchemaMismatch("The store's file is not a SQLite database: name another file.") from error
    except OUTAGES as error:
        raise unavailable(error, location) from error
    except OSError as error:
        raise StoreUnavailable(f"The store in {location} cannot be opened: {error.strerror}.") from error


def schema_of_file(location: Path | None) -> SchemaState:
    """Return which schema a file has, 0 where there is none; nothing is written. Raises SchemaMismatch, StoreUnavailable."""
    if location is None or not location.exists():
        return SchemaState(0, schema.newest())
    try:
        with contextlib.closing(apsw.Connection(str(location), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
            connection.set_busy_timeout(int(Limits().patience_seconds * 1000))
            return SchemaState(schema.version_of(connection), schema.newest())
    except apsw.NotADBError as error:
        raise SchemaMismatch("The store's file is not a SQLite database: name another file.") from error
    except OUTAGES as error:
        raise unavailable(error, location) from error


def _open_memory(limits: Limits) -> SqliteStore:
    connection = new_memory(limits)
    return over_memory(connection, limits, connection.close)


def over_memory(connection: apsw.Connection, limits: Limits, give_back: Callable[[], None]) -> SqliteStore:
    """Make a store of a database in memory, which is given back when the store is closed."""
    with contextlib.ExitStack() as opening:
        opening.callback(give_back)
        reading = Reading(connection, limits.patience_seconds)
        opening.callback(reading.close)
        alone = asyncio.Lock()
        commits = GroupCommit(connection, alone, _at_once, limits)
        return SqliteStore(reading, commits, here(connection), alone, opening.pop_all())


def new_memory(limits: Limits) -> apsw.Connection:
    """Make a database in memory with today's schema, by pages: the statements that make it take twenty times as long."""
    connection = connect(":memory:", limits)
    with _COPYING, connection.backup("main", _empty(), "main") as copy:
        copy.step()
    return connection


@functools.cache
def _empty() -> apsw.Connection:
    """Return the database that all in memory begin as."""
    connection = apsw.Connection(":memory:")
    schema.upgrade(connection)
    return connection


def _open_file(location: Path, limits: Limits, place: FilePlace | None) -> SqliteStore:
    location = location.absolute()
    with contextlib.ExitStack() as opening:
        if place is None:
            _create(location.resolve())  # what a link leads to
            place = FilePlace(location)
        place.require()
        writer = connect(str(location), limits)
        opening.callback(writer.close)
        turnstile, lane = Turnstile(location), Lane("dialbook-commits")
        opening.callback(turnstile.close, lane, limits.patience_seconds)
        _prepare(writer, turnstile, limits)
        reader = connect(str(location), limits)
        opening.callback(reader.close)
        checkpoints = Checkpoints(connect(str(location), limits), Turnstile(location), limits)
        opening.callback(checkpoints.close, limits.patience_seconds)
        for connection in (writer, reader):
            connection.set_busy_timeout(0)
        writer.set_wal_hook(checkpoints.grown)
        turn = SharedTurn(turnstile, lane, place, limits.patience_seconds)
        commits = GroupCommit(writer, turn, lane.start, limits)
        reading = CachedReading(reader, limits)
        return FileStore(reading, commits, beside(location, limits), place, opening.pop_all())


def _create(location: Path) -> None:
    """Make the file, and its directory, for this user alone; SQLite gives the files beside it the same mode.

    A file that exists is not even opened: closing it would drop the locks that SQLite has on it in this process.
    """
    location.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(location, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def connect(location: str, limits: Limits) -> apsw.Connection:
    """Connect to a file, or to ``:memory:``, with the settings that every connection of the store has.

    It waits inside SQLite for other programs' locks, which is right until an event loop depends on it.
    """
    connection = apsw.Connection(location)
    connection.set_busy_timeout(int(limits.patience_seconds * 1000))
    for pragma in (
        "synchronous = full",
        "fullfsync = on",  # macOS keeps what fsync wrote in the drive's cache
        "checkpoint_fullfsync = on",
        "wal_autocheckpoint = 0",
        f"journal_size_limit = {limits.log_bytes_kept}",
        f"cache_size = -{limits.cache_kib}",
        "temp_store = memory",
    ):
        connection.execute(f"pragma {pragma}")
    return connection


def here(connection: apsw.Connection) -> Dumping:
    """Dump where the event loop runs, for a store of one connection."""

    async def dumping(take: Callable[[apsw.Connection], Dump]) -> Dump:
        return take(connection)

    return dumping


def beside(location: Path, limits: Limits) -> Dumping:
    """Dump in a thread with a connection of its own, so that neither requests nor writes wait for it."""

    def connected(take: Callable[[apsw.Connection], Dump]) -> Dump:
        connection = connect(str(location), limits)
        try:
            return take(connection)
        except OUTAGES as error:
            raise unavailable(error) from error
        finally:
            connection.close()

    async def dumping(take: Callable[[apsw.Connection], Dump]) -> Dump:
        lane = Lane("dialbook-dump")
        try:
            return await lane.start(partial(connected, take))
        finally:
            lane.close(0)

    return dumping


def _prepare(connection: apsw.Connection, turnstile: Turnstile, limits: Limits) -> None:
    """See to it that the file has a log and today's schema; processes that come at once do it one after the other."""
    if not schema.is_current(connection) or _journal(connection) != "wal":
        turnstile.enter_within(limits.patience_seconds)
        try:
            _keep_log(connection)
            schema.upgrade(connection)
        finally:
            turnstile.leave()


def _keep_log(connection: apsw.Connection) -> None:
    connection.execute("pragma journal_mode = wal")
    if _journal(connection) != "wal":
        raise StoreUnavailable("The store's file system lacks the shared memory that SQLite's write-ahead log needs.")


def _journal(connection: apsw.Connection) -> str:
    mode: str = connection.execute("pragma journal_mode").get
    return mode


async def _at_once(call: Callable[[], None]) -> None:
    call()
