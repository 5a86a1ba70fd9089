"""Between a record and its row in PostgreSQL: times and booleans as themselves, nested values as the text of their jsonb."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import inspect

from dialbook.domain.moments import iso8601
from dialbook.ports.dumps import Cell, Rows
from dialbook.ports.store import Key, R, Value
from dialbook.stores.rows import Codec, Mapper, cell_codec, without_none

RecordKey = tuple[type[Any], Key]
"""A kind and a key: what a transaction knows a record by."""

_NO_TIME = timedelta(0)


_mappers: dict[type[Any], Mapper[Any]] = {}


def mapper_of(kind: type[R]) -> Mapper[R]:
    """Return the one mapper of a kind of record for PostgreSQL."""
    mapper = _mappers.get(kind)
    if mapper is None:
        mapper = _mappers[kind] = Mapper(kind, _codec)
    return mapper


def key_of(record: Any) -> Key:
    """Return the primary key of a record."""
    return tuple(getattr(record, column) for column in record.key)


def value_of(value: Value) -> Any:
    """Return a value as its column holds it."""
    return whole_milliseconds(value) if isinstance(value, datetime) else value


def whole_milliseconds(moment: datetime) -> datetime:
    """Return the time without what is finer than a millisecond. Raises ValueError for a time that is not UTC."""
    if moment.tzinfo is not UTC and moment.utcoffset() != _NO_TIME:
        raise ValueError("A time must be UTC.")
    finer = moment.microsecond % 1000
    return moment.replace(microsecond=moment.microsecond - finer) if finer else moment


def cells_of(kind: type[Any], rows: Iterable[Sequence[Any]]) -> Rows:
    """Return rows of PostgreSQL as those of a dump: each nested value is written anew, for jsonb has a spelling of its own."""
    fields = [_cell_maker(kind, column) for column in mapper_of(kind).columns]
    return [tuple(_made(make, value) for make, value in zip(fields, row, strict=True)) for row in rows]


def values_of(kind: type[Any], rows: Iterable[Sequence[Cell]]) -> list[tuple[Any, ...]]:
    """Return the rows of a dump as PostgreSQL takes them."""
    fields = [_value_maker(kind, column) for column in mapper_of(kind).columns]
    return [tuple(_made(make, cell) for make, cell in zip(fields, row, strict=True)) for row in rows]


def _codec(annotation: Any) -> Codec:
    match without_none(inspect.type_info(annotation)):
        case inspect.BoolType():
            return Codec()
        case inspect.DateTimeType():
            return Codec(encode=whole_milliseconds)
        case _:
            return cell_codec(annotation)


def _cell_maker(kind: type[Any], column: str) -> Callable[[Any], Cell] | None:
    mapper = mapper_of(kind)
    match mapper.type_of(column):
        case inspect.BoolType():
            return int
        case inspect.DateTimeType():
            return iso8601
        case _:
            codec = mapper.codec(column)
            decode, encode = codec.decode, codec.encode
            return None if decode is None or encode is None else lambda value: encode(decode(value))


def _value_maker(kind: type[Any], column: str) -> Callable[[Any], Any] | None:
    match mapper_of(kind).type_of(column):
        case inspect.BoolType():
            return bool
        case inspect.DateTimeType():
            return _moment
        case _:
            return None


def _made(make: Callable[[Any], Any] | None, value: Any) -> Any:
    return value if make is None or value is None else make(value)


def _moment(cell: str) -> datetime:
    return datetime.fromisoformat(cell).astimezone(UTC)
