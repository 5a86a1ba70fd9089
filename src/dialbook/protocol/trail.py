"""What the trail keeps of a request: its parameters as CloudTrail shows them, without what is nobody's business."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import inspect

HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
"""What CloudTrail shows in the place of a value that the model marks sensitive."""
NUMBER = re.compile(r"^\+?[1-9][0-9]{4,14}$|(?:\+|%(?:25)*2B|phone-number/)[1-9][0-9]{4,14}", re.IGNORECASE)
"""A number in a place that the model does not mark: it forgot those of BatchDeletePhoneNumber."""
LONGEST = 4096
"""Each record that a batch changes keeps the parameters, so that all of a long batch would be kept as often as it is long."""
OMITTED = '{"omitted":true}'

Show = Callable[[Any], Any]


def parameters(request: msgspec.Struct) -> str:
    """Return the members of a request as JSON: their names in lowerCamelCase, sensitive values hidden, absent members left out.

    CloudTrail omits what is longer than 100 KB; we omit what is longer than 4 KiB.
    """
    shown = msgspec.json.encode(_show(type(request))(request))
    return shown.decode() if len(shown) <= LONGEST else OMITTED


@functools.cache
def _show(kind: type[msgspec.Struct]) -> Show:
    """Look once at the members of ``kind``, so that no request has to."""
    return _showing(inspect.type_info(kind))


def _showing(info: inspect.Type) -> Show:
    """Return how values of a type are shown. What nothing is known of is hidden."""
    show = _SINGLE.get(type(info), _hide)
    match info:
        case inspect.Metadata():
            show = _hide if (info.extra or {}).get("sensitive", False) else _showing(info.type)
        case inspect.UnionType():
            others = [member for member in info.types if not isinstance(member, inspect.NoneType)]
            show = _showing(others[0]) if len(others) == 1 else _hide
        case inspect.StructType():
            show = functools.partial(_show_members, [_member(field) for field in info.fields])
        case inspect.ListType():
            show = functools.partial(_show_items, _showing(info.item_type))
        case inspect.DictType():
            show = functools.partial(_show_entries, _showing(info.key_type), _showing(info.value_type))
    return show


def _member(field: inspect.Field) -> tuple[str, str, Show]:
    return field.name, field.encode_name[0].lower() + field.encode_name[1:], _showing(field.type)


def _show_members(members: list[tuple[str, str, Show]], struct: msgspec.Struct) -> dict[str, Any]:
    return {shown: show(value) for name, shown, show in members if (value := getattr(struct, name)) is not None}


def _show_items(show: Show, values: list[Any]) -> list[Any]:
    return [show(value) for value in values]


def _show_entries(show_key: Show, show: Show, entries: dict[str, Any]) -> dict[str, Any]:
    return {show_key(key): show(value) for key, value in entries.items()}


def _hide(_: object) -> str:
    return HIDDEN


def _hide_number(text: str) -> str:
    return HIDDEN if NUMBER.search(text) else text


def _as_it_is(value: Any) -> Any:
    return value


_SINGLE: dict[type[inspect.Type], Show] = {
    inspect.BoolType: _as_it_is,
    inspect.FloatType: _as_it_is,
    inspect.IntType: _as_it_is,
    inspect.LiteralType: _as_it_is,
    inspect.StrType: _hide_number,
}
