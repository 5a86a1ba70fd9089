"""Durations as options take them and tables show them."""

from __future__ import annotations

from datetime import timedelta

import typer

from dialbook.domain import durations
from dialbook.domain.durations import UNITS

LONGEST = timedelta(days=999_999)
"""What is counted from today so far ahead can still be written with a year of four digits."""


def duration_of(text: str) -> timedelta:
    """Read a duration such as ``90s``, ``5m``, ``72h``, ``7d`` or ``0``. Raises typer.BadParameter."""
    duration = durations.duration_of(text)
    if duration is None or text.startswith("-"):
        raise typer.BadParameter("A duration is a number and a unit: 90s, 5m, 72h, 7d.")
    if duration > LONGEST:
        raise typer.BadParameter(f"A duration is {write_duration(LONGEST)} at most.")
    return duration


def write_duration(duration: timedelta) -> str:
    """Write whole seconds in the longest unit that leaves no rest."""
    if not duration:
        return "0"
    return next(f"{duration // unit}{name}" for name, unit in UNITS.items() if not duration % unit)
