"""The lines of a CSV file, read one by one."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

import msgspec

from dialbook.cli.failure import Failure

LINE_CHARACTERS = 64 * 1024
"""A longer line is bad. It is not held in memory, so that no file can fill it."""


class BadLine(ValueError):  # noqa: N818 - it names a line, not a program's error
    """A line cannot be imported; the message says why, without its values."""


class Line(msgspec.Struct):
    """What stands between two line breaks, or between several where a value holds some."""

    first: int
    """Counted from 1, the header included."""
    last: int
    values: Mapping[str, str] | BadLine


class PhysicalLines(Iterator[str]):
    """The lines of a file as it has them, counted. One that is too long or not UTF-8 is raised as a BadLine, then the next follows."""

    def __init__(self, stream: IO[str]) -> None:
        """Read a stream that puts U+FFFD in the place of what is not UTF-8."""
        self.count = 0
        self._stream = stream

    def __next__(self) -> str:
        line = self._stream.readline(LINE_CHARACTERS)
        if not line:
            raise StopIteration
        self.count += 1
        if len(line) == LINE_CHARACTERS and not line.endswith(("\n", "\r")):
            while self._stream.readline(LINE_CHARACTERS)[-1:] not in ("\n", "\r", ""):
                pass
            raise BadLine(f"it has more than {LINE_CHARACTERS} characters")
        if "\ufffd" in line:
            raise BadLine("it is not UTF-8")
        return line


def lines_of(stream: IO[str], known: Sequence[str]) -> Iterator[Line]:
    """Yield the lines below the header, with what is wrong with those that are not CSV.

    Raises Failure for a header that has other columns than those known, or that lacks the first of these.
    """
    physical = PhysicalLines(stream)
    reader = csv.reader(physical, strict=True)
    columns = header(reader, known)
    while True:
        first = physical.count + 1
        values: Mapping[str, str] | BadLine
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            values = BadLine(f"it is not CSV: {error}")
        except BadLine as error:
            values = error
        else:
            if not row:
                continue
            values = dict(zip(columns, row, strict=False))
            if len(row) != len(columns):
                values = BadLine(f"it has {len(row)} values where the header has {len(columns)} columns")
        yield Line(first, physical.count, values)


def header(reader: Iterator[list[str]], known: Sequence[str]) -> list[str]:
    """Read the columns from the first line. Raises Failure."""
    try:
        columns = [column.strip() for column in next(reader, [])]
    except (csv.Error, BadLine):
        columns = []
    if known[0] not in columns:
        raise Failure(f"The file's first line must name its columns, {known[0]} among them.")
    if len(set(columns)) < len(columns) or not set(columns) <= set(known):
        raise Failure(f"The file may have these columns, each once: {', '.join(known)}.")
    return columns
