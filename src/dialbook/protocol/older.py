"""The older ``chime`` contract beside the newer one: operations speak the newer, which has every member that both know."""

from __future__ import annotations

import functools
from typing import Any, TypeVar, get_args

import msgspec

S = TypeVar("S", bound=msgspec.Struct)


def lift(request: msgspec.Struct, newer: type[S]) -> S:
    """Return an older request as the newer one, at every depth; members that the older contract does not have are absent."""
    inner = _structures(newer)
    return newer(**{name: _lifted(getattr(request, name), inner.get(name)) for name in request.__struct_fields__})


def project(response: msgspec.Struct, older: type[S]) -> S:
    """Return a newer response as the older one: members that the older contract does not have are left out, as are those that are unset."""
    return msgspec.convert(msgspec.to_builtins(response), older)


def _lifted(value: Any, newer: type[msgspec.Struct] | None) -> Any:
    if newer is None or value is None:
        return value
    return [lift(item, newer) for item in value] if isinstance(value, list) else lift(value, newer)


@functools.cache
def _structures(newer: type[msgspec.Struct]) -> dict[str, type[msgspec.Struct]]:
    """Return the members that are structures, or lists of them, with the structure."""
    found = {field.name: _structure_in(field.type) for field in msgspec.structs.fields(newer)}
    return {name: structure for name, structure in found.items() if structure is not None}


def _structure_in(annotation: Any) -> type[msgspec.Struct] | None:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return annotation
    return next(filter(None, map(_structure_in, get_args(annotation))), None)
