"""The verbs of a write that is first tried without locks: one record is read, changed and remembered in the history.

What it does is kept until the work has ended; then `Groups` makes it, if all that was read is still so. Reads travel together with those
of others, and so do changes: the usual update of a record takes a tenth of the statements that `Writing` needs for it. Whatever is more
than that, or comes out differently, is done once more as a `Writing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

import msgspec

from dialbook.domain.history import Change
from dialbook.ports.dumps import Cell
from dialbook.ports.store import Key, R, Record, Value
from dialbook.stores import statements
from dialbook.stores.postgres.reading import Reading, Rows, Verbs
from dialbook.stores.postgres.rows import RecordKey, key_of, mapper_of, value_of

MOST = 1024
"""How many records are remembered at most."""


class Revision(msgspec.Struct, frozen=True):
    """A statement that changes a record and adds to the history if what was read is still so, and its values."""

    sql: str
    values: list[Any]
    """All but the last two: by how much positions are ahead, and the place in the transaction."""


class Unfit(Exception):  # noqa: N818 - it names a state of the work
    """The work must be done with locks."""


class Remembered:
    """Records of kinds that are seldom written, as they last were: whoever builds on them sees before the commit whether they still are."""

    def __init__(self, reading: Reading) -> None:
        """Read with ``reading`` what is not known."""
        self._reading = reading
        self._records: dict[RecordKey, Any] = {}

    async def get(self, kind: type[Any], key: Key) -> Any:
        """Return the record with this primary key, or None, as it once was."""
        place = (kind, key)
        if place not in self._records:
            record = await self._reading.get(kind, key)
            if len(self._records) >= MOST:
                self._records.clear()
            self._records[place] = record
            return record
        return self._records[place]

    def forget(self, places: Iterable[RecordKey]) -> None:
        """Look anew the next time."""
        for place in places:
            self._records.pop(place, None)


class Draft(Verbs):
    """The verbs of such a write."""

    def __init__(self, reading: Reading, remembered: Remembered) -> None:
        """Read with ``reading``, and what is seldom written in what is ``remembered``. Both may show what is not so any more."""
        self._reading = reading
        self._remembered = remembered
        self._before: Any = None
        self._after: Any = None
        self._change: Change | None = None
        self._beside: dict[RecordKey, Any] = {}
        """What was read of kinds that are seldom written."""
        self._unfit = False

    async def expect(self, kind: type[R], keys: Sequence[Key]) -> None:
        """Do nothing: whoever expects many records is not the usual update, and finds out when it asks for them."""

    async def get(self, kind: type[R], key: Key) -> R | None:
        """Return the record with this primary key. Raises Unfit."""
        mapper = mapper_of(kind)
        if mapper.seldom_written:
            beside: R | None = await self._remembered.get(kind, key)
            self._beside[kind, key] = beside
            return beside
        if self._before is not None or not mapper.seldom_contended:
            self._refuse()
        found: R | None = await self._reading.get(kind, key)
        if found is None:
            self._refuse()
        self._before = found
        return found

    async def put(self, record: Record, replacing: Record | None = None) -> None:
        """Keep what the record is to be, or what the history is to say. Raises Unfit."""
        if isinstance(record, Change) and self._change is None:
            self._change = record
        elif self._after is None and replacing is self._before is not None and key_of(record) == key_of(replacing):
            self._after = record
        else:
            self._refuse()

    async def delete(self, record: Record) -> None:  # noqa: ARG002 - the port's shape
        """Raise Unfit."""
        self._refuse()

    async def clear(self, kind: type[R], where: Mapping[str, Value]) -> None:  # noqa: ARG002
        """Raise Unfit."""
        self._refuse()

    async def fill(self, kind: type[R], rows: Sequence[Sequence[Cell]]) -> None:  # noqa: ARG002
        """Raise Unfit."""
        self._refuse()

    async def fill_history(self, changes: Sequence[tuple[int, Change]]) -> None:  # noqa: ARG002
        """Raise Unfit."""
        self._refuse()

    def revision(self) -> Revision | None:
        """Return what is to be done; None where it must be done with locks."""
        if self._unfit or self._after is None or self._change is None:
            return None
        mapper, history = mapper_of(type(self._before)), mapper_of(Change)
        columns, cells = mapper.difference(self._before, self._after)
        if not columns:
            return None
        values: list[Any] = [*cells, *mapper.row_of(self._before)]
        beside = []
        for (kind, key), record in self._beside.items():
            beside.append((mapper_of(kind), record is not None))
            values += map(value_of, key) if record is None else mapper_of(kind).row_of(record)
        sql = statements.revise(mapper, columns, tuple(beside), history)
        return Revision(sql, [*values, *history.row_of(self._change)])

    def forget(self) -> None:
        """See that what was remembered is looked at anew: it may be why this came to nothing."""
        self._remembered.forget(self._beside)

    async def _run(self, sql: str, values: Sequence[Any], seconds: float | None = None) -> Rows:  # noqa: ARG002
        self._refuse()

    def _refuse(self) -> NoReturn:
        self._unfit = True  # for a work that goes on all the same
        raise Unfit
