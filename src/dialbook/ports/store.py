"""The store: records in and out, no rules.

A record is a frozen ``msgspec.Struct`` that names its table and its key. Its fields are the table's columns: text, numbers, booleans and
``datetime`` (UTC, milliseconds) as they are, nested structs and sequences as JSON.

The history is also a feed. The store gives each `Change` a position, which is no part of the record. Positions are greater than 0 and
never used twice. They grow in the order in which changes become visible: whoever has read up to a position never misses one that is
committed later. History that a restore brings back gets positions below 0, which no feed returns, so that nothing is told a second time;
the restore itself is one `Change` at the feed's end.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar

import msgspec

from dialbook.domain.history import Change
from dialbook.ports.dumps import Cell, Dump

Value = str | int | bool | datetime | None
Key = tuple[Value, ...]


class Record(Protocol):
    """One row of one table: a frozen ``msgspec.Struct`` that names its table and the columns of its primary key, the shard key first.

    A kind may say that it is ``seldom_written`` though many writes read it: a store may have whoever writes it wait for all others. And
    one that it is ``seldom_contended``, written often but hardly ever twice at the same time: a store may try without locks first.
    """

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]


R = TypeVar("R", bound=Any)
T = TypeVar("T")


class AtMost(msgspec.Struct, frozen=True):
    """A condition of ``find``: the column is not null and at most this value."""

    value: str | int | datetime


class AnyOf(msgspec.Struct, frozen=True):
    """A condition of ``page``: the column has one of these few values. What it costs grows with their number."""

    values: tuple[Value, ...]


class StoreUnavailable(Exception):  # noqa: N818 - it names a state of the service, as ServiceUnavailableException does
    """The store cannot be reached, is locked by somebody else, or is out of space: the request may be sent again."""

    @property
    def reason(self) -> str:
        """Return what happened in one line for a log; of the error behind it only the kind, for its text may quote what is stored."""
        return str(self) if self.__cause__ is None else f"{self} ({type(self.__cause__).__name__})"


class SchemaMismatch(Exception):  # noqa: N818 - it names a state of the store
    """The store's schema is not one this version can work with; the message says what to do."""


class TooManyChanges(Exception):  # noqa: N818 - it says what a write has
    """A write has more changes than the store can take at once; the message says how many it can."""


class SchemaState(msgspec.Struct, frozen=True):
    """Which schema a store has, 0 for one that is empty, and which one this version of dialbook works with."""

    found: int
    needed: int
    distributed: bool = False
    """Whether the nodes of its database share the tables."""


class Tx(Protocol):
    """Five verbs on records, and two on many at once. In a write everything they do is committed together or not at all.

    In a read each verb sees a committed state, of its own moment.
    """

    async def get(self, kind: type[R], key: Key) -> R | None:
        """Return the record with this primary key; in a write nobody else changes it until the commit."""
        ...

    async def expect(self, kind: type[R], keys: Sequence[Key]) -> None:
        """Say which records are going to be asked for one by one, and in a write perhaps put: the store may do it for many at once.

        It is said before any of them is put, and changes nothing but the time that it takes.
        """
        ...

    async def find(
        self, kind: type[R], where: Mapping[str, Value | AtMost], limit: int, *, unheld: bool = False
    ) -> list[R]:
        """Return at most ``limit`` records whose columns have these values, in the order of the ``AtMost`` column, then of the key.

        In a write nobody else changes them until the commit, and ``where`` must say what shard they are in; with ``unheld`` those that
        somebody else is just changing are left out, not waited for. Raises ValueError.
        """
        ...

    async def page(
        self,
        kind: type[R],
        where: Mapping[str, Value | AnyOf],
        after: Sequence[Value] | None,
        limit: int,
        order: tuple[str, ...] = (),
    ) -> list[R]:
        """Return the ``limit`` records that follow the values ``after`` of the columns ``order``, which is the primary key unless given.

        The columns of ``order`` must tell all records of ``where`` apart.
        """
        ...

    async def put(self, record: Record, replacing: Record | None = None) -> None:
        """Insert the record, or replace the one with its key.

        Where the one with its key is known to be ``replacing``, only what differs is written.
        """
        ...

    async def delete(self, record: Record) -> None:
        """Remove the record with this one's key; nothing happens when there is none."""
        ...

    async def clear(self, kind: type[R], where: Mapping[str, Value]) -> None:
        """Remove all records whose columns have these values, none of them null; with no columns, all."""
        ...

    async def fill(self, kind: type[R], rows: Sequence[Sequence[Cell]]) -> None:
        """Insert rows whose keys nothing has, with the columns and cells that `Store.dump` gives them.

        Those of the history, which was cleared, get positions below 0, in the order of the rows.
        """
        ...

    async def fill_history(self, changes: Sequence[tuple[int, Change]]) -> None:
        """Insert changes at positions that nothing has; what is put later comes behind the greatest of them."""
        ...


class Records(Protocol):
    """Records in and out. ``work`` may be run more than once: it must have no effect but through its transaction."""

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``work`` on committed state. Raises StoreUnavailable."""
        ...

    async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``work`` and return only after its changes are durable; an exception from ``work`` undoes them.

        Raises StoreUnavailable, TooManyChanges.
        """
        ...


class Reads(Protocol):
    """Reads alone, which need not be made where the writes are."""

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``work`` on committed state, with everything that was acknowledged before. Raises StoreUnavailable."""
        ...

    async def close(self) -> None:
        """Finish what was accepted, then let go of everything."""
        ...


class TimedRecords(Records, Protocol):
    """Records in and out, at a place that may have a clock of its own."""

    async def time(self) -> datetime | None:
        """Return what the clock shows where the store is, None where that is this machine's. Raises StoreUnavailable."""
        ...


class Store(TimedRecords, Protocol):
    """Where records live, as a whole."""

    async def survey(self, kinds: Sequence[type[Any]]) -> None:
        """See anew how many records of these kinds there are, after very many were put: a store may choose by that how it reads.

        Raises StoreUnavailable.
        """
        ...

    async def feed(self, after: int, limit: int) -> list[tuple[int, Change]]:
        """Return the ``limit`` committed changes behind a position, 0 or greater, each with its own. Raises StoreUnavailable."""
        ...

    async def feed_end(self) -> int:
        """Return a position that every committed change is at or before, and every later one behind. Raises StoreUnavailable."""
        ...

    async def changes(self, after: int | None, limit: int) -> list[tuple[int, Change]]:
        """Return the ``limit`` changes behind a position, or from the first on, restored history too. Raises StoreUnavailable."""
        ...

    async def history(self, account: str, subject: str) -> list[Change]:
        """Return what was changed of one record, restored history too, in the order in which it was. Raises StoreUnavailable."""
        ...

    async def dump(self, kinds: Sequence[type[Any]], most_bytes: int) -> Dump:
        """Return all records of these kinds, as they are at one moment. Raises DumpTooLarge, StoreUnavailable."""
        ...

    async def count(self, kind: type[Any]) -> int:
        """Return how many records of this kind there are. Raises StoreUnavailable."""
        ...

    async def check(self) -> None:
        """See whether the store can be used now; may be cancelled. Raises StoreUnavailable, SchemaMismatch."""
        ...

    async def close(self) -> None:
        """Finish what was accepted, then let go of everything."""
        ...
