"""How far a command has come, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Show = Callable[[str, int], None]
"""Takes what is being done, and how much is done in all."""


@contextmanager
def bar(total: int, unit: str) -> Iterator[Show]:
    """Show how much of a total is done; nothing where nobody sees it. What is written to standard output meanwhile stays above it."""
    if not sys.stderr.isatty():
        yield lambda _label, _done: None
        return
    from rich.console import Console  # noqa: PLC0415 - rich takes longer to import than a small store to read
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn(f"{{task.completed:,}} of {{task.total:,}} {unit},"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as shown:
        task = shown.add_task("", total=max(total, 1))
        yield lambda label, done: shown.update(task, description=label, completed=done)
