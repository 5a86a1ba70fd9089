"""A record of any kind, made from the types of its fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import inspect

from dialbook.stores.rows import without_none

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)

_MAKERS: dict[type[inspect.Type], Callable[[Any, int], Any]] = {
    inspect.StrType: lambda _, variant: str(variant),
    inspect.IntType: lambda _, variant: variant,
    inspect.BoolType: lambda _, variant: bool(variant),
    inspect.BytesType: lambda _, variant: b"%d" % variant,
    inspect.DateTimeType: lambda _, variant: MOMENT + timedelta(days=variant),
    inspect.LiteralType: lambda literal, variant: literal.values[-variant],
    inspect.StructType: lambda struct, variant: struct.cls(**_values(struct.cls, variant)),
    inspect.UnionType: lambda union, variant: _value(_first(union), variant),
    inspect.DictType: lambda *_: {},
}


def example(kind: type[Any]) -> Any:
    """Return a record."""
    return kind(**_values(kind, 0))


def differing(kind: type[Any], column: str) -> Any:
    """Return the same record but for one column."""
    return msgspec.structs.replace(example(kind), **{column: _values(kind, 1)[column]})


def _values(kind: type[Any], variant: int) -> dict[str, Any]:
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    return {field.name: _value(field.type, variant) for field in info.fields}


def _value(type_: inspect.Type, variant: int) -> Any:
    info = without_none(type_)
    make = _MAKERS.get(type(info))
    return () if make is None else make(info, variant)


def _first(union: inspect.UnionType) -> inspect.Type:
    return next(member for member in union.types if not isinstance(member, inspect.NoneType))
