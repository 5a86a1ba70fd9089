"""A broken constraint as one clear sentence: the member and the rule, never the value."""

from __future__ import annotations

import re
from typing import Any

import msgspec

LOCATION = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?\$\.?(?P<path>[^`]*)`)?$", re.DOTALL)
STEP = re.compile(r"\[[^\]]*\]|[^.\[]+")
FULL_MATCH = re.compile(r"\(\?a\)\\A\(\?:(?P<pattern>.*)\)\\Z(\(\?#(?P<given>.*)\))?", re.DOTALL)

# What msgspec says, and how we say it. Its own words for an enum hold the value.
SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Object missing required field `(?P<field>[^`]+)`"), "{field} is required."),
    (
        re.compile(r"Expected `str` of length (?P<limit>[<>]=) (?P<number>\d+)"),
        "{member} must have {limit} {number} character{s}.",
    ),
    (
        re.compile(r"Expected `array` of length (?P<limit>[<>]=) (?P<number>\d+)"),
        "{member} must have {limit} {number} item{s}.",
    ),
    (
        re.compile(r"Expected `object` of length (?P<limit>[<>]=) (?P<number>\d+)"),
        "{member} must have {limit} {number} key{s}.",
    ),
    (
        re.compile(r"Expected `(?:int|float)` (?P<limit>[<>]=) (?P<number>-?[\d.]+)"),
        "{member} must be {limit} {number}.",
    ),
    (
        re.compile(r"Expected `str` matching regex (?P<regex>.*)", re.DOTALL),
        "{member} must match the pattern {pattern}.",
    ),
    (re.compile(r"Invalid (?:enum )?value .*", re.DOTALL), "{member} must be one of {choices}."),
    (re.compile(r"Invalid RFC3339 encoded datetime"), "{member} must be a time such as 2030-01-01T12:00:00Z."),
    (
        re.compile(r"Object contains unknown field `.*`", re.DOTALL),
        "{member} has a member that it cannot have; it may have {members}.",
    ),
    (re.compile(r"Expected `(?P<types>[^`]+)`, got `(?P<got>\w+)`"), "{member} must be {types}, not {got}."),
)
WORDS = {
    "<=": "at most",
    ">=": "at least",
    "str": "a string",
    "int": "an integer",
    "float": "a number",
    "bool": "a boolean",
}
WORDS |= {"array": "a list", "object": "an object", "null": "null"}


def explain(message: str, request: type[msgspec.Struct]) -> str:
    """Turn msgspec's message about a request into a sentence."""
    location = LOCATION.match(message)
    what, path = (location["what"], location["path"] or "") if location else (message, "")
    for pattern, sentence in SENTENCES:
        found = pattern.fullmatch(what)
        if found:
            parts = {name: worded(value) for name, value in found.groupdict().items()}
            parts.setdefault("field", "")
            parts["s"] = "" if parts.get("number") == "1" else "s"
            if path and parts["field"]:
                parts["field"] = f"{path}.{parts['field']}"
            parts["pattern"] = unwrapped(found["regex"]) if "regex" in parts else ""
            parts["choices"] = ", ".join(choices_at(request, path)) if "{choices}" in sentence else ""
            parts["members"] = ", ".join(members_at(request, path)) if "{members}" in sentence else ""
            return sentence.format(member=path or "The request", **parts)
    return f"{path or 'The request'} is not valid."


def worded(text: str) -> str:
    """Say a type or a comparison in words: ``int | null`` is "an integer", since null stands for an absent member."""
    kinds = [kind for kind in text.split(" | ") if kind != "null"] or ["null"]
    return " or ".join(WORDS.get(kind, kind) for kind in kinds)


def unwrapped(quoted_pattern: str) -> str:
    """Return a pattern as the model writes it: without the quotes of msgspec and our full match around it.

    Where another one is in its place, it stands behind that as a comment.
    """
    text = quoted_pattern[1:-1].replace("\\\\", "\\").replace("\\'", "'")
    full = FULL_MATCH.fullmatch(text)
    return (full["given"] or full["pattern"]) if full else text


def choices_at(request: type[msgspec.Struct], path: str) -> list[str]:
    """Return the values that the member at a path such as ``Items[0].ProductType`` may have.

    A member that tells the structures of a union apart is a field of none of them: it has their tags.
    """
    try:
        return [str(value) for part in parts_of(shape_at(request, path)) for value in getattr(part, "values", ())]
    except StopIteration:
        union = shape_at(request, path.rpartition(".")[0])
        return [str(part.tag) for part in parts_of(union) if getattr(part, "tag", None) is not None]


def members_at(request: type[msgspec.Struct], path: str) -> list[str]:
    """Return the names of the members that the structure at a path may have; of none where nothing is at the path.

    The name of an unknown member comes from the client, and may be made to look like a path.
    """
    try:
        shape = shape_at(request, path)
    except StopIteration:
        return []
    return [field.encode_name for part in parts_of(shape) for field in getattr(part, "fields", ())]


def shape_at(request: type[msgspec.Struct], path: str) -> Any:
    """Return the shape of the member at a path."""
    import msgspec.inspect as shapes  # noqa: PLC0415 - only where a request is refused

    shape: Any = shapes.type_info(request)
    for step in STEP.findall(path):
        shape = item_of(shape) if step.startswith("[") else field_of(shape, step)
    return shape


def parts_of(shape: Any) -> tuple[Any, ...]:
    """Return the alternatives of a union, or the shape alone; what a schema says of it besides means nothing here."""
    while hasattr(shape, "extra_json_schema"):
        shape = shape.type
    return tuple(part for inner in getattr(shape, "types", ()) for part in parts_of(inner)) or (shape,)


def item_of(shape: Any) -> Any:
    """Return the shape of a list's items or a map's values."""
    holder = next(part for part in parts_of(shape) if hasattr(part, "item_type") or hasattr(part, "value_type"))
    return getattr(holder, "item_type", None) or holder.value_type


def field_of(shape: Any, name: str) -> Any:
    """Return the shape of a structure's member."""
    structure = next(part for part in parts_of(shape) if hasattr(part, "fields"))
    return next(field.type for field in structure.fields if field.encode_name == name)
