"""What a clock shows, in a line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import typer


def print_clock(clock: dict[str, Any]) -> None:
    """Print what the clock shows."""
    typer.echo(f"{clock['Time']}, {'frozen, ' if clock['Frozen'] else ''}{distance(clock['AheadSeconds'])}")


def distance(seconds: float) -> str:
    """Say how far a clock is from real time, in whole seconds."""
    whole = round(seconds)
    if not whole:
        return "real time"
    return f"{timedelta(seconds=abs(whole))} {'ahead of' if whole > 0 else 'behind'} real time"
