"""Turn shapes into type expressions of msgspec, with every constraint of the model."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping

from contract_generator.service import Shape, UnknownTraitError

PYTHON_TYPES = {"boolean": "bool", "float": "float", "integer": "int", "string": "str", "timestamp": "Timestamp"}

# Smithy 2.0, simple types: "integer: Signed 32-bit integer ranging from -2^31 to (2^31)-1".
INTEGER_MINIMUM, INTEGER_MAXIMUM = -(2**31), 2**31 - 1

REPAIRED_PATTERNS = {
    # ClientRequestId. Where a "$" may be repeated, as in Java, it still is one "$", and the length that was meant is not
    # checked. Our choice: what the pattern does, because a client that AWS accepts must be accepted here.
    "^[-_a-zA-Z0-9]*${2,64}$": "^[-_a-zA-Z0-9]*$",
    # Means the same, and does not try every place of a long line for the end of its first part when a second line follows.
    r".*\S.*": r"[^\S\n]*\S.*",
}
"""Patterns that Python does not read, or not quickly, and those in their places: the model's own stands behind them as a comment."""


def quoted(text: str) -> str:
    """Write a string of the model as a Python literal."""
    return f'"{text}"' if text.isprintable() and not {'"', "\\"} & set(text) else repr(text)


class Annotations:
    """The type expressions of one service's shapes."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        """Take the shapes by name."""
        self._shapes = shapes

    def of(self, name: str) -> str:
        """Write the annotation of a value of that shape: its name where it has one in the code."""
        shape = self._shapes[name]
        if shape.type == "structure":
            return _annotated(name, _flags(shape))
        return name if self.is_alias(shape) else self._plain(shape)

    def is_alias(self, shape: Shape) -> bool:
        """Say whether the shape becomes a named type: it restricts or describes what its Python type would allow."""
        return shape.type != "structure" and bool(shape.enum or _constraints(shape))

    def definition(self, shape: Shape) -> str:
        """Write the right side of the alias of a shape that is not a structure."""
        return _annotated(self._plain(shape), _constraints(shape))

    def mentions_structures(self, shape: Shape) -> bool:
        """Say whether the alias of a list or map names a class, which must then stand before it."""
        return any(self._shapes[part].type == "structure" for part in shape.parts)

    def _plain(self, shape: Shape) -> str:
        if any(self._shapes[part].type in {"list", "map"} for part in shape.parts):
            raise UnknownTraitError(f"shape {shape.name} nests one collection in another")
        if shape.enum:
            return f"Literal[{', '.join(map(quoted, shape.enum))}]"
        if shape.type == "list":
            return f"list[{self.of(shape.parts[0])}]"
        if shape.type == "map":
            return f"dict[{self.of(shape.parts[0])}, {self.of(shape.parts[1])}]"
        return PYTHON_TYPES[shape.type]


def _annotated(annotation: str, constraints: list[str]) -> str:
    return f"Annotated[{annotation}, Meta({', '.join(constraints)})]" if constraints else annotation


def _constraints(shape: Shape) -> list[str]:
    """Write the arguments of the shape's ``Meta``."""
    if shape.enum and (shape.pattern or shape.minimum is not None or shape.maximum is not None):
        raise UnknownTraitError(f"shape {shape.name} is an enum with further constraints")
    minimum, maximum = shape.minimum, shape.maximum
    if shape.type == "integer":
        minimum = INTEGER_MINIMUM if minimum is None else minimum
        maximum = INTEGER_MAXIMUM if maximum is None else maximum
    lower, upper = ("ge", "le") if shape.type in {"integer", "float"} else ("min_length", "max_length")
    return [
        *([f"{lower}={minimum}"] if minimum is not None else []),
        *([f"{upper}={maximum}"] if maximum is not None else []),
        *([f"pattern={_full_match(shape)}"] if shape.pattern is not None else []),
        *_flags(shape),
    ]


def _flags(shape: Shape) -> list[str]:
    return ['extra={"sensitive": True}'] if shape.sensitive else []


def _full_match(shape: Shape) -> str:
    r"""Write a pattern that matches whole ASCII strings only.

    msgspec searches. Python's ``$`` would let a trailing newline pass, and its ``\d`` an Arabic digit.
    """
    given = shape.pattern or ""
    repaired = REPAIRED_PATTERNS.get(given)
    pattern = rf"(?a)\A(?:{given})\Z" if repaired is None else rf"(?a)\A(?:{repaired})\Z(?#{given})"
    try:
        with warnings.catch_warnings(action="error"):
            re.compile(pattern)
    except (re.error, Warning) as problem:
        raise UnknownTraitError(f"shape {shape.name} has a pattern that Python does not read") from problem
    return repr(pattern) if '"' in pattern else f'r"{pattern}"'
