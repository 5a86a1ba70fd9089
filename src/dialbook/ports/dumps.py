"""A store's records as rows, all of one moment: what goes from one store into another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

import msgspec

Cell = str | int | float | bytes | None
"""A value in a column: times as ISO-8601 text, booleans as 0 and 1, nested values as JSON text."""
Rows = Sequence[Sequence[Cell]]


class Table(msgspec.Struct, frozen=True):
    """The records of one kind: their columns, and the cells of each in that order."""

    name: str
    columns: tuple[str, ...]
    rows: Rows

    def cells(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield two or more cells of each row."""
        return map(itemgetter(*map(self.columns.index, columns)), self.rows)


class Dump(msgspec.Struct, frozen=True):
    """The rows of some tables under one version of the schema."""

    schema: int
    tables: tuple[Table, ...]


class DumpTooLarge(Exception):  # noqa: N818 - it names a state of the store
    """The records take more room than a dump may have."""


class DumpRefused(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """A dump does not fit the schema; the message says why in a sentence that follows "The snapshot "."""
