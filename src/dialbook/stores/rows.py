"""Between a record and its row: one mapper for every kind of record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, NamedTuple

import msgspec
from msgspec import inspect

from dialbook.domain.moments import iso8601
from dialbook.ports.store import R, Record, Value

Cell = str | int | float | bytes | None

_to_json = msgspec.json.Encoder().encode


class Mapper(Generic[R]):
    """What there is to know about one kind of record: its table, its columns, its key, and the way to and from a row."""

    def __init__(self, kind: type[R]) -> None:
        """Look once at the fields of ``kind``, so that no row has to."""
        fields = {field.name: _codec(field.type) for field in msgspec.structs.fields(kind)}
        self.kind = kind
        self.table: str = kind.table
        self.columns: tuple[str, ...] = tuple(fields)
        self.key: tuple[str, ...] = kind.key
        self._encode = {name: codec.encode for name, codec in fields.items()}
        self._encoders = [(at, codec.encode) for at, codec in enumerate(fields.values()) if codec.encode]
        self._decoders = [(name, codec.decode) for name, codec in fields.items() if codec.decode]

    def row_of(self, record: Record) -> list[Cell]:
        """Return the record's cells in the order of the columns. Raises ValueError for a time that is not UTC."""
        cells: list[Any] = list(msgspec.structs.astuple(record))  # type: ignore[arg-type] # a Record is a Struct
        for at, encode in self._encoders:
            if cells[at] is not None:
                cells[at] = encode(cells[at])
        return cells

    def difference(self, before: Record, after: Record) -> tuple[tuple[str, ...], list[Cell]]:
        """Return the columns in which two records differ, and the cells that ``after`` has in them."""
        changed = tuple(column for column in self.columns if getattr(before, column) != getattr(after, column))
        return changed, [self._cell(column, getattr(after, column)) for column in changed]

    def record_of(self, row: Sequence[Any]) -> R:
        """Return the record of a row. Raises msgspec.ValidationError for a row that somebody else has spoilt."""
        cells = dict(zip(self.columns, row, strict=True))
        for column, decode in self._decoders:
            if cells[column] is not None:
                cells[column] = decode(cells[column])
        record: R = msgspec.convert(cells, self.kind)
        return record

    def key_of(self, record: Record) -> list[Cell]:
        """Return the cells of the record's key."""
        return [cell_of(getattr(record, column)) for column in self.key]

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


class _Codec(NamedTuple):
    """How a field's value becomes a cell and back; None where it is one already."""

    encode: Callable[[Any], Cell] | None = None
    decode: Callable[[Any], Any] | None = None


def _codec(annotation: Any) -> _Codec:
    match _without_none(inspect.type_info(annotation)):
        case inspect.StrType() | inspect.LiteralType() | inspect.IntType() | inspect.FloatType() | inspect.BytesType():
            return _Codec()
        case inspect.BoolType():
            return _Codec(decode=bool)
        case inspect.DateTimeType():
            return _Codec(encode=iso8601)  # msgspec.convert reads it back
        case _:
            return _Codec(encode=_json_text, decode=msgspec.json.Decoder(annotation).decode)


def _without_none(info: inspect.Type) -> inspect.Type:
    if not isinstance(info, inspect.UnionType):
        return info
    others = [member for member in info.types if not isinstance(member, inspect.NoneType)]
    return others[0] if len(others) == 1 else info


def _json_text(value: object) -> str:
    return _to_json(value).decode()
