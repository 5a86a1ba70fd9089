"""What a transaction is told to expect: records that it reads together, and writes together, though its work asks for them one by one.

A round trip for each record would take most of the time of an import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from dialbook.domain.history import Change
from dialbook.ports.store import Key
from dialbook.stores import statements
from dialbook.stores.postgres.rows import RecordKey, mapper_of, value_of


class Lookup(msgspec.Struct, frozen=True):
    """A statement that selects the records of some places."""

    kind: type[Any]
    sql: str
    values: tuple[Any, ...]
    places: tuple[RecordKey, ...]


class Copy(msgspec.Struct, frozen=True):
    """Rows for a table."""

    table: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


class Gathering:
    """Records that are going to be written, of which nobody has another with their key."""

    def __init__(self) -> None:
        self.on = False
        """Whether the transaction was told to expect anything."""
        self.count = 0
        self._rows: dict[type[Any], dict[Key, tuple[Any, ...]]] = {}

    def add(self, place: RecordKey, record: Any, number: int = 0) -> None:
        """Take a record; ``number`` is the place of a change within the transaction."""
        kind, key = place
        row = mapper_of(kind).row_of(record)
        self._rows.setdefault(kind, {})[key] = (*row, number) if kind is Change else tuple(row)
        self.count += 1

    def take(self, first_position: int) -> Iterator[Copy]:
        """Yield what was gathered, in the order of the keys, so that two that write the same do not wait for each other."""
        rows, self._rows, self.count = self._rows, {}, 0
        for kind, found in rows.items():
            mapper = mapper_of(kind)
            if kind is Change:
                placed = [(*row[:-1], first_position + row[-1]) for row in found.values()]
                yield Copy(mapper.table, (*mapper.columns, "position"), placed)
            else:
                yield Copy(mapper.table, mapper.columns, [found[key] for key in sorted(found)])


def lookups(places: Iterable[RecordKey]) -> list[Lookup]:
    """Return how records are looked for, those together whose keys differ in the last column only."""
    groups: dict[tuple[type[Any], Key], list[RecordKey]] = {}
    for place in places:
        kind, key = place
        groups.setdefault((kind, key[:-1]), []).append(place)
    return [_lookup(kind, shard, tuple(group)) for (kind, shard), group in groups.items()]


def _lookup(kind: type[Any], shard: Key, group: tuple[RecordKey, ...]) -> Lookup:
    values, lasts = [value_of(value) for value in shard], [value_of(key[-1]) for _, key in group]
    if len(group) == 1:
        return Lookup(kind, statements.select_one(mapper_of(kind)), (*values, *lasts), group)
    return Lookup(kind, statements.select_some(mapper_of(kind)), (*values, lasts), group)
