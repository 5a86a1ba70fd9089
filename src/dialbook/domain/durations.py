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
DURATION = re.compile(r"(-?)([0-9]{1,60})([dhms])")
LONGEST = timedelta(days=999_999_999)
"""What a longer one is read as: whoever reads it has a bound of their own, which is nearer."""


def duration_of(text: str) -> timedelta | None:
    """Read a duration such as ``90s``, ``5m``, ``72h``, ``-7d`` or ``0``; return None for anything else."""
    found = DURATION.fullmatch("0s" if text == "0" else text)
    if found is None:
        return None
    unit = UNITS[found[3]]
    duration = min(int(found[2]), LONGEST // unit) * unit
    return -duration if found[1] else duration
