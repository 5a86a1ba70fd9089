"""Files and functions that fit into a head."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shape.conftest import Source


def lengths(sources: list[Source]) -> dict[str, int]:
    """Give the lines of every function."""
    return {
        f"{source.name}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for source in sources
        for function in source.functions()
    }


def test_no_file_is_long(written: list[Source]) -> None:
    """At most 400 lines; the generated contract has a limit of its own."""
    lines = {source.name: len(source.text.splitlines()) for source in written}
    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_functions_are_short(written: list[Source]) -> None:
    """Half of them have at most 10 lines, and no more than one in twenty has over 40."""
    lines = lengths(written)
    long = [name for name, count in lines.items() if count > 40]
    assert len(lines) > 100
    assert statistics.median(lines.values()) <= 10
    assert len(long) <= len(lines) * 0.05, long
