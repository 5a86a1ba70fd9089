"""The one module that reads the system's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What time it is, for two purposes that a moved clock sets apart."""

    def now(self) -> datetime:
        """Return the time that lifecycles live by: UTC, in whole milliseconds."""
        ...

    def wall(self) -> datetime:
        """Return the real time, which signatures are checked against."""
        ...


def wall() -> datetime:
    """Return the system's time: UTC, in whole milliseconds."""
    return datetime.fromtimestamp(time.time_ns() // 1_000_000 / 1000, UTC)


def stopwatch() -> float:
    """Return a monotonic time in seconds, for durations."""
    return time.perf_counter()


class SystemClock:
    """Both times are the system's."""

    def now(self) -> datetime:
        """Return the system's time."""
        return wall()

    def wall(self) -> datetime:
        """Return the system's time."""
        return wall()


class ManualClock:
    """Lifecycles stand still until they are moved; signatures live in real time."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the time last set."""
        return self._now

    def wall(self) -> datetime:
        """Return the system's time."""
        return wall()

    def set(self, moment: datetime) -> None:
        """Go to a moment."""
        self._now = moment

    def advance(self, duration: timedelta) -> None:
        """Go on by a duration."""
        self._now += duration
