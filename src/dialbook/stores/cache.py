"""Records as they were last read, good for as long as nobody commits to the file.

To ask whether somebody has costs a statement, to read a record costs one too. So it is asked once in a turn of the event loop, for all
requests that it answers in this turn: they came before it began, and what was committed before they were sent is seen.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import apsw

from dialbook.ports.store import Key, R
from dialbook.stores.limits import Limits
from dialbook.stores.rows import mapper_of
from dialbook.stores.transaction import Cells, Reading, Rows

_LOOK = "pragma data_version"
"""The least that makes SQLite look whether the file has changed."""


class CachedReading(Reading):
    """The verbs of a read, of which ``get`` remembers. No verb sees an older state than the one before it."""

    def __init__(self, connection: apsw.Connection, limits: Limits) -> None:
        """Read on ``connection``, on which nobody writes, and remember records within the limits, and which are not there."""
        super().__init__(connection, limits.patience_seconds)
        self._connection = connection
        self._limits = limits
        self._records: OrderedDict[tuple[type[Any], Key], Any] = OrderedDict()
        self._version = connection.data_version()
        self._turn = 0
        self._looked_in_turn = -1

    async def get(self, kind: type[R], key: Key) -> R | None:
        """Return the record with this primary key."""
        if self._looked_in_turn != self._turn:
            await self._look()
        name = (kind, key)
        if name in self._records:
            known: R | None = self._records[name]
            return known
        row = await self._row(kind, key)
        record = None if row is None else mapper_of(kind).record_of(row)
        if size_of(key) + size_of(row or ()) <= self._limits.cached_record_bytes:
            self._remember(name, record)
        # SQLite reads without the interpreter's lock, and an answer wakes threads that want it: first all reads, then all answers.
        await asyncio.sleep(0)
        return record

    def _remember(self, name: tuple[type[Any], Key], record: Any) -> None:
        self._records[name] = record
        if len(self._records) > self._limits.cached_records:
            self._records.popitem(last=False)

    async def _look(self) -> None:
        """Look whether somebody has committed. Requests of the next turn stand in its queue behind the call that is made here."""
        turn = self._turn
        asyncio.get_running_loop().call_soon(self._begin_turn)
        await self._run(_LOOK, ())
        self._looked_in_turn = turn  # which is over where another program had the file for itself

    def _begin_turn(self) -> None:
        self._turn += 1

    async def _run(self, sql: str, cells: Cells) -> Rows:
        """Read, and forget what was read before the last commit."""
        rows = await super()._run(sql, cells)
        version = self._connection.data_version()
        if version != self._version:
            self._version = version
            self._records.clear()
        return rows


def size_of(cells: Iterable[object]) -> int:
    """Return how many characters and bytes cells hold; numbers and times take hardly any room."""
    return sum(len(cell) for cell in cells if isinstance(cell, (str, bytes)))
