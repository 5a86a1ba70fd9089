"""Durations as people write them: a number and a unit."""

from __future__ import annotations

import re
from datetime import timedelta

UNITS = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
"""From the longest to the shortest."""
DURATION = re.compile(r"(-?)([0-9]{1,6})([dhms])")


def duration_of(text: str) -> timedelta | None:
    """Read a duration such as ``90s``, ``5m``, ``72h``, ``-7d`` or ``0``; return None for anything else."""
    found = DURATION.fullmatch("0s" if text == "0" else text)
    if found is None:
        return None
    duration = int(found[2]) * UNITS[found[3]]
    return -duration if found[1] else duration
