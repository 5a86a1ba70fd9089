"""Between a record and its row: one mapper for every kind of record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from types import GenericAlias
from typing import Any, Generic, NamedTuple

import msgspec
from msgspec import inspect

from dialbook.domain.history import Change
from dialbook.domain.moments import iso8601
from dialbook.ports.dumps import Cell, Rows
from dialbook.ports.store import R, Record, Value

_to_json = msgspec.json.Encoder().encode


class Mapper(Generic[R]):
    """What there is to know about one kind of record: its table, its columns, its key, and the way to and from a row."""

    def __init__(self, kind: type[R], codec_of: Callable[[Any], Codec] | None = None) -> None:
        """Look once at the fields of ``kind``, so that no row has to.

        ``codec_of`` says how a database holds values of a type; SQLite does so unless it is given.
        """
        types = {field.name: field.type for field in msgspec.structs.fields(kind)}
        fields = {name: (codec_of or cell_codec)(annotation) for name, annotation in types.items()}
        self._types = types
        self.kind = kind
        self.table: str = kind.table
        self.columns: tuple[str, ...] = tuple(fields)
        self.key: tuple[str, ...] = kind.key
        self.seldom_written: bool = getattr(kind, "seldom_written", False)
        self.seldom_contended: bool = getattr(kind, "seldom_contended", False)
        self.positioned = kind is Change
        """Whether the store numbers the rows in the order of their commits, in a column ``position`` that no record has."""
        self._encode = {name: codec.encode for name, codec in fields.items()}
        self._encoders = [(at, codec.encode) for at, codec in enumerate(fields.values()) if codec.encode]
        self._columns = {name: GenericAlias(list, (annotation,)) for name, annotation in types.items()}
        self._decode = {name: codec.decode for name, codec in fields.items()}
        self._decoders = [(at, codec.decode) for at, codec in enumerate(fields.values()) if codec.decode]

    def row_of(self, record: Record) -> list[Cell]:
        """Return the record's cells in the order of the columns. Raises ValueError for a time that is not UTC."""
        cells = [*_values_of(record)]
        for at, encode in self._encoders:
            if cells[at] is not None:
                cells[at] = encode(cells[at])
        return cells

    def difference(self, before: Record, after: Record) -> tuple[tuple[str, ...], list[Cell]]:
        """Return the columns in which two records differ, and the cells that ``after`` has in them."""
        pairs = zip(self.columns, _values_of(before), _values_of(after), strict=True)
        changed = {column: value for column, old, value in pairs if old is not value and old != value}
        return tuple(changed), [self._cell(column, value) for column, value in changed.items()]

    def record_of(self, row: Sequence[Any]) -> R:
        """Return the record of a row. Raises msgspec.ValidationError for a row that somebody else has spoilt."""
        cells = [*row]
        for at, decode in self._decoders:
            if cells[at] is not None:
                cells[at] = decode(cells[at])
        record: R = msgspec.convert(dict(zip(self.columns, cells, strict=True)), self.kind)
        return record

    def checked(self, rows: Rows) -> Rows:
        """Return rows that somebody else wrote as this mapper writes them. Raises ValueError, TypeError for what is no record's.

        Column by column, because most cells of a column are the same: three times as quick as record by record.
        """
        columns = zip(*rows, strict=True)
        return list(zip(*map(self._checked_column, self.columns, columns), strict=True))

    def _checked_column(self, column: str, cells: Sequence[Cell]) -> Sequence[Cell]:
        decode, encode = self._decode[column], self._encode[column]
        found: list[Any] = list(set(cells))
        values = [cell if cell is None else decode(cell) for cell in found] if decode else found
        values = msgspec.convert(values, self._columns[column])
        if encode is None and decode is None:
            return cells
        known = {cell: self._cell(column, value) for cell, value in zip(found, values, strict=True)}
        return [known[cell] for cell in cells]

    def codec(self, column: str) -> Codec:
        """Return how the column's values become cells and back."""
        return Codec(self._encode[column], self._decode[column])

    def type_of(self, column: str) -> inspect.Type:
        """Return what a column holds where it is not null."""
        return without_none(inspect.type_info(self._types[column]))

    def key_of(self, record: Record) -> list[Cell]:
        """Return the cells of the record's key."""
        return [self._cell(column, getattr(record, column)) for column in self.key]

    def _cell(self, column: str, value: Any) -> Cell:
        encode = self._encode[column]
        cell: Cell = value if encode is None or value is None else encode(value)
        return cell


_mappers: dict[type[Any], Mapper[Any]] = {}


def mapper_of(kind: type[R]) -> Mapper[R]:
    """Return the one mapper of a kind of record."""
    mapper = _mappers.get(kind)
    if mapper is None:
        mapper = _mappers[kind] = Mapper(kind)
    return mapper


def cell_of(value: Value) -> Cell:
    """Return a value as its column holds it."""
    return iso8601(value) if isinstance(value, datetime) else value


class Codec(NamedTuple):
    """How a field's value becomes a cell and back; None where it is one already."""

    encode: Callable[[Any], Any] | None = None
    decode: Callable[[Any], Any] | None = None


def cell_codec(annotation: Any) -> Codec:
    """Return how SQLite holds values of a type."""
    match without_none(inspect.type_info(annotation)):
        case inspect.StrType() | inspect.LiteralType() | inspect.IntType() | inspect.FloatType() | inspect.BytesType():
            return Codec()
        case inspect.BoolType():
            return Codec(decode=_flag)
        case inspect.DateTimeType():
            return Codec(encode=iso8601)  # msgspec.convert reads it back
        case _:
            return Codec(encode=_json_text, decode=msgspec.json.Decoder(annotation).decode)


def _values_of(record: Record) -> tuple[Any, ...]:
    return msgspec.structs.astuple(record)  # type: ignore[arg-type] # a Record is a Struct


def _flag(cell: object) -> bool:
    if cell not in {0, 1}:
        raise msgspec.ValidationError("Expected 0 or 1")
    return bool(cell)


def without_none(info: inspect.Type) -> inspect.Type:
    """Return what a type is where it is not None."""
    if not isinstance(info, inspect.UnionType):
        return info
    others = [member for member in info.types if not isinstance(member, inspect.NoneType)]
    return others[0] if len(others) == 1 else info


def _json_text(value: object) -> str:
    return _to_json(value).decode()
