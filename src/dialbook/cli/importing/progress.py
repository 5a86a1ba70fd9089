"""How far an import has come, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from dialbook.server.clock import stopwatch

Show = Callable[[int], None]
"""Takes the number of lines that were read."""


@contextmanager
def progress(label: str, stream: IO[str], size_bytes: int) -> Iterator[Show]:
    """Show how much of a file has been read, in percent, lines and lines a second; nothing where nobody sees it."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - rich takes longer to import than a small file to read
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[lines]:,} lines, {task.fields[rate]:,.0f} a second,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    began = stopwatch()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=size_bytes or None, lines=0, rate=0)

        def show(lines: int) -> None:
            position = stream.buffer.tell() if stream.seekable() else 0  # type: ignore[attr-defined] # a text file has it
            bar.update(task, completed=position, lines=lines, rate=lines / (stopwatch() - began))

        yield show
