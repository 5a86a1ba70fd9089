"""The verbs of a read on PostgreSQL. Each sees what is committed at its moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from dialbook.ports.store import AnyOf, AtMost, Key, R, Value
from dialbook.stores import statements
from dialbook.stores.postgres.point_reads import Answer, Fetch, PointReads
from dialbook.stores.postgres.rows import RecordKey, mapper_of, value_of
from dialbook.stores.read_only import ReadOnly

Rows = Sequence[Any]


class Selection(msgspec.Struct, frozen=True):
    """A statement that selects records, and its values."""

    sql: str
    values: tuple[Any, ...]
    """The last is the limit."""


def due(kind: type[Any], where: Mapping[str, Value | AtMost], limit: int) -> Selection:
    """Return how records are found."""
    bounds = {column: value_of(value.value) for column, value in where.items() if isinstance(value, AtMost)}
    equal, null = _split({column: value for column, value in where.items() if not isinstance(value, AtMost)})
    sql = statements.select_where(mapper_of(kind), tuple(equal), null, tuple(bounds))
    return Selection(sql, (*equal.values(), *bounds.values(), limit))


def following(
    kind: type[Any],
    where: Mapping[str, Value | AnyOf],
    after: Sequence[Value] | None,
    limit: int,
    order: tuple[str, ...],
) -> Selection | None:
    """Return how a page is read, None where nothing can follow. Raises ValueError for values that ``where`` excludes."""
    mapper = mapper_of(kind)
    order = order or mapper.key
    choices = {column: value.values for column, value in where.items() if isinstance(value, AnyOf)}
    equal, null = _split({column: value for column, value in where.items() if not isinstance(value, AnyOf)})
    behind = {} if after is None else _beyond(dict(zip(order, after, strict=True)), equal)
    if after is not None and not behind:
        return None
    any_of = tuple((column, len(values)) for column, values in choices.items())
    sql = statements.select_page(mapper, tuple(equal), null, any_of, order, tuple(behind))
    chosen = [value_of(value) for values in choices.values() for value in values]
    return Selection(sql, (*equal.values(), *chosen, *behind.values(), limit))


class Verbs(ReadOnly):
    """The verbs that select several records."""

    async def find(
        self,
        kind: type[R],
        where: Mapping[str, Value | AtMost],
        limit: int,
        *,
        unheld: bool = False,  # noqa: ARG002 - a read holds nothing
    ) -> list[R]:
        """Return at most ``limit`` records with these values, in the order of the ``AtMost`` column, then of the key."""
        return await self._select(kind, due(kind, where, limit))

    async def page(
        self,
        kind: type[R],
        where: Mapping[str, Value | AnyOf],
        after: Sequence[Value] | None,
        limit: int,
        order: tuple[str, ...] = (),
    ) -> list[R]:
        """Return the ``limit`` records that follow ``after``. Raises ValueError for values that ``where`` excludes."""
        selection = following(kind, where, after, limit, order)
        return [] if selection is None else await self._select(kind, selection)

    async def _select(self, kind: type[R], selection: Selection) -> list[R]:
        mapper = mapper_of(kind)
        return [mapper.record_of(row) for row in await self._run(selection.sql, selection.values)]

    async def _run(self, sql: str, values: Sequence[Any], seconds: float | None = None) -> Rows:
        raise NotImplementedError


class Reading(Verbs):
    """The verbs of a read. It holds no connection between them."""

    def __init__(self, fetch: Fetch, point_reads: PointReads) -> None:
        """Read on any connection, single records together with those of other reads."""
        self._fetch = fetch
        self._point_reads = point_reads
        self._expected: dict[RecordKey, Answer] = {}

    async def expect(self, kind: type[R], keys: Sequence[Key]) -> None:
        """Ask for records now: they come while something else is waited for."""
        for key in keys:
            self._expected[kind, key] = self._point_reads.ask(kind, key)

    async def get(self, kind: type[R], key: Key) -> R | None:
        """Return the record with this primary key."""
        answer = self._expected.pop((kind, key), None) or self._point_reads.ask(kind, key)
        found: R | None = await answer
        return found

    async def _run(self, sql: str, values: Sequence[Any], seconds: float | None = None) -> Rows:  # noqa: ARG002
        return await self._fetch(sql, values)


def _split(where: Mapping[str, Value]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Tell the columns that have a value from those that are to be null."""
    equal = {column: value_of(value) for column, value in where.items() if value is not None}
    return equal, tuple(column for column, value in where.items() if value is None)


def _beyond(after: Mapping[str, Value], equal: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of the key ``after`` that ``equal`` leaves open."""
    values = {column: value_of(value) for column, value in after.items()}
    if any(equal.get(column, value) != value for column, value in values.items()):
        raise ValueError("The key to continue from does not belong to this list.")
    return {column: value for column, value in values.items() if column not in equal}
