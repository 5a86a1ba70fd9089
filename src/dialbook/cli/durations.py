"""Durations as people write them: a number and a unit."""

from __future__ import annotations

import re
from datetime import timedelta

import typer

UNITS = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
"""From the longest to the shortest."""
DURATION = re.compile(r"([0-9]{1,6})([dhms])")


def duration_of(text: str) -> timedelta:
    """Read a duration such as ``90s``, ``5m``, ``72h``, ``7d`` or ``0``. Raises typer.BadParameter."""
    found = DURATION.fullmatch("0s" if text == "0" else text)
    if found is None:
        raise typer.BadParameter("A duration is a number and a unit: 90s, 5m, 72h, 7d.")
    return int(found[1]) * UNITS[found[2]]


def write_duration(duration: timedelta) -> str:
    """Write whole seconds in the longest unit that leaves no rest."""
    if not duration:
        return "0"
    return next(f"{duration // unit}{name}" for name, unit in UNITS.items() if not duration % unit)
