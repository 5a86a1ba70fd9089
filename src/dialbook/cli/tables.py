"""Tables of plain text: readable on a terminal, and whole values for a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their headings. Nothing is cut short, for what one sees is what one wants to copy."""
    lines = [[heading.upper() for heading in columns], *([one_line(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def one_line(text: str) -> str:
    """Write white space as spaces: a name may hold a line break."""
    return " ".join(text.split())
