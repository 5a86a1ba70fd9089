"""The five verbs on SQLite. They do not suspend, unless another program locks the file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import apsw

from dialbook.domain.history import Change
from dialbook.ports.dumps import Cell
from dialbook.ports.store import AnyOf, AtMost, Key, R, Record, StoreUnavailable, Value
from dialbook.stores import schema, statements
from dialbook.stores.failures import OUTAGES, unavailable
from dialbook.stores.patience import insist
from dialbook.stores.read_only import ReadOnly
from dialbook.stores.rows import cell_of, mapper_of
from dialbook.stores.sharding import require_shard

Row = tuple[Cell, ...]
Rows = list[Row]
Cells = Sequence[Cell] | Mapping[str, Cell]

_ROWS_AT_ONCE = 1000


class Reading(ReadOnly):
    """The verbs of a read. It holds no state, so one serves every request; each verb sees what is committed at its moment."""

    def __init__(self, connection: apsw.Connection, patience_seconds: float) -> None:
        """Read on ``connection``, which outlives this object."""
        self._cursor = connection.cursor()
        self._patience_seconds = patience_seconds

    def close(self) -> None:
        """Let nobody read any more: StoreUnavailable."""
        self._cursor.close()

    async def get(self, kind: type[R], key: Key) -> R | None:
        """Return the record with this primary key."""
        row = await self._row(kind, key)
        return None if row is None else mapper_of(kind).record_of(row)

    async def expect(self, kind: type[R], keys: Sequence[Key]) -> None:
        """Do nothing: one by one is quick here."""

    async def find(
        self,
        kind: type[R],
        where: Mapping[str, Value | AtMost],
        limit: int,
        *,
        unheld: bool = False,  # noqa: ARG002 - nobody else holds anything
    ) -> list[R]:
        """Return at most ``limit`` records with these values, in the order of the ``AtMost`` column, then of the key."""
        mapper = mapper_of(kind)
        bounds = {column: cell_of(value.value) for column, value in where.items() if isinstance(value, AtMost)}
        equal, null = _split({column: value for column, value in where.items() if not isinstance(value, AtMost)})
        sql = statements.select_where(mapper, tuple(equal), null, tuple(bounds))
        rows = await self._run(sql, [*equal.values(), *bounds.values(), limit])
        return [mapper.record_of(row) for row in rows]

    async def page(
        self,
        kind: type[R],
        where: Mapping[str, Value | AnyOf],
        after: Sequence[Value] | None,
        limit: int,
        order: tuple[str, ...] = (),
    ) -> list[R]:
        """Return the ``limit`` records that follow ``after``. Raises ValueError for values that ``where`` excludes."""
        mapper = mapper_of(kind)
        order = order or mapper.key
        choices = {column: value.values for column, value in where.items() if isinstance(value, AnyOf)}
        equal, null = _split({column: value for column, value in where.items() if not isinstance(value, AnyOf)})
        following = {} if after is None else _beyond(dict(zip(order, after, strict=True)), equal)
        if after is not None and not following:
            return []
        any_of = tuple((column, len(values)) for column, values in choices.items())
        sql = statements.select_page(mapper, tuple(equal), null, any_of, order, tuple(following))
        chosen = [cell_of(value) for values in choices.values() for value in values]
        cells = [*equal.values(), *chosen, *following.values(), limit]
        # By name: merged pages name their parameters several times and in another order, and SQLite counts them as they come.
        rows = await self._run(sql, {str(number): cell for number, cell in enumerate(cells, 1)})
        return [mapper.record_of(row) for row in rows]

    async def feed(self, after: int, limit: int) -> list[tuple[int, Change]]:
        """Return the ``limit`` changes behind a position."""
        mapper = mapper_of(Change)
        rows = await self._run(statements.select_feed(mapper), [max(after, 0), limit])
        return [(cast(int, row[-1]), mapper.record_of(row[:-1])) for row in rows]

    async def feed_end(self) -> int:
        """Return the position of the last change, 0 where there is none."""
        rows = await self._run(statements.select_feed_end(mapper_of(Change)), [])
        return max(cast(int | None, rows[0][0]) or 0, 0)

    async def changes(self, after: int | None, limit: int) -> list[tuple[int, Change]]:
        """Return the ``limit`` changes behind a position, restored history too."""
        mapper = mapper_of(Change)
        behind = [] if after is None else [after]
        rows = await self._run(statements.select_positions(mapper, bool(behind)), [*behind, limit])
        return [(cast(int, row[-1]), mapper.record_of(row[:-1])) for row in rows]

    async def count(self, kind: type[Any]) -> int:
        """Return how many records of this kind there are."""
        rows = await self._run(statements.count(mapper_of(kind)), [])
        return cast(int, rows[0][0])

    async def check(self) -> None:
        """See whether the file answers and has today's schema. Raises SchemaMismatch."""
        rows = await self._run(schema.VERSION, [])
        schema.refuse_other(cast(int, rows[0][0]))

    async def history(self, account: str, subject: str) -> list[Change]:
        """Return what was changed of one record, in the order in which it was: the time of many changes may be the same."""
        mapper = mapper_of(Change)
        rows = await self._run(statements.select_history(mapper), [account, subject])
        return [mapper.record_of(row) for row in rows]

    async def _row(self, kind: type[Any], key: Key) -> Row | None:
        rows = await self._run(statements.select_one(mapper_of(kind)), [cell_of(value) for value in key])
        return rows[0] if rows else None

    async def _run(self, sql: str, cells: Cells) -> Rows:
        cursor = self._cursor
        try:
            return cursor.execute(sql, cells).fetchall()
        except apsw.BusyError:
            # A program recovers the log after a crash, or has the file for itself.
            return await self._run_patiently(sql, cells)
        except OUTAGES as error:
            raise unavailable(error) from error

    async def _run_patiently(self, sql: str, cells: Cells) -> Rows:
        try:
            return await insist(lambda: self._cursor.execute(sql, cells).fetchall(), self._patience_seconds)
        except OUTAGES as error:
            raise unavailable(error) from error


class Writing(Reading):
    """The verbs of a write, for one transaction."""

    outage: StoreUnavailable | None = None
    """What failed. SQLite may have rolled the transaction back by itself, so from then on no verb does anything."""

    async def find(
        self, kind: type[R], where: Mapping[str, Value | AtMost], limit: int, *, unheld: bool = False
    ) -> list[R]:
        """Return at most ``limit`` records with these values. Raises ValueError where they may be any shard's."""
        require_shard(kind, where)
        return await super().find(kind, where, limit, unheld=unheld)

    async def put(self, record: Record, replacing: Record | None = None) -> None:
        """Insert the record, or replace the one with its key: where that is known, only what differs."""
        mapper = mapper_of(type(record))
        if replacing is not None:
            columns, cells = mapper.difference(replacing, record)
            if columns:
                await self._run(statements.update_columns(mapper, columns), [*cells, *mapper.key_of(record)])
            return
        await self._run(statements.upsert(mapper), mapper.row_of(record))

    async def delete(self, record: Record) -> None:
        """Remove the record with this one's key, if there is one."""
        mapper = mapper_of(type(record))
        await self._run(statements.delete_one(mapper), mapper.key_of(record))

    async def clear(self, kind: type[R], where: Mapping[str, Value]) -> None:
        """Remove all records whose columns have these values."""
        cells = [cell_of(value) for value in where.values()]
        await self._run(statements.delete_where(mapper_of(kind), tuple(where)), cells)

    async def fill(self, kind: type[R], rows: Sequence[Sequence[Cell]]) -> None:
        """Insert rows. Whoever else the event loop serves comes in between, for there may be many."""
        mapper = mapper_of(kind)
        if mapper.positioned:
            rows = [(*row, position) for position, row in enumerate(rows, -len(rows))]  # below 0, in their order
        await self._insert(statements.insert(mapper), rows)

    async def fill_history(self, changes: Sequence[tuple[int, Change]]) -> None:
        """Insert changes at these positions: SQLite never gives one at or before the greatest that a table ever had."""
        mapper = mapper_of(Change)
        rows = [(*mapper.row_of(change), position) for position, change in changes]
        await self._insert(statements.insert(mapper), rows)

    async def _insert(self, sql: str, rows: Sequence[Sequence[Cell]]) -> None:
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            self._do(self._cursor.executemany, sql, rows[start : start + _ROWS_AT_ONCE])
            await asyncio.sleep(0)

    async def _run(self, sql: str, cells: Cells) -> Rows:
        return self._do(self._cursor.execute, sql, cells)

    def _do(self, step: Callable[[str, Any], apsw.Cursor], sql: str, cells: Any) -> Rows:
        if self.outage is not None:
            raise self.outage
        try:
            return step(sql, cells).fetchall()
        except OUTAGES as error:
            self.outage = unavailable(error)
            raise self.outage from error


def _split(where: Mapping[str, Value]) -> tuple[dict[str, Cell], tuple[str, ...]]:
    """Tell the columns that have a value from those that are to be null."""
    equal = {column: cell_of(value) for column, value in where.items() if value is not None}
    return equal, tuple(column for column, value in where.items() if value is None)


def _beyond(after: Mapping[str, Value], equal: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the part of the key ``after`` that ``equal`` leaves open."""
    cells = {column: cell_of(value) for column, value in after.items()}
    if any(equal.get(column, cell) != cell for column, cell in cells.items()):
        raise ValueError("The key to continue from does not belong to this list.")
    return {column: cell for column, cell in cells.items() if column not in equal}
