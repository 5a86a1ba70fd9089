"""The clock of a service, as a test moves it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from dialbook.controls import clock
from dialbook.controls.clock import ClockReading
from dialbook.server.handle import Service


class Runs(Protocol):
    """Runs a control on a service and returns what it returns. Raises ValueError for what the control refuses."""

    def __call__(self, control: Callable[[Service], Coroutine[Any, Any, ClockReading]]) -> ClockReading: ...


class Clock:
    """What lifecycles live by: real time until it is moved, and only ever forward.

    Every move settles what has fallen due by then, in the order in which it fell due. Signatures live in real time.
    """

    def __init__(self, run: Runs) -> None:
        self._run = run

    def now(self) -> datetime:
        """Return what the clock shows: UTC, in whole milliseconds."""
        return self._run(clock.read).time

    def advance(
        self,
        duration: timedelta = timedelta(0),
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> datetime:
        """Go on by a duration, and return what the clock shows then. Raises ValueError for a negative one, and for what is none."""
        whole = _sum(duration, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self._run(lambda service: clock.advance(service, whole)).time

    def set(self, moment: datetime) -> datetime:
        """Go to a moment, and return what the clock shows then. Raises ValueError for one that is past or has no time zone."""
        utc = _utc(moment)
        return self._run(lambda service: clock.go_to(service, utc)).time

    def freeze(self) -> datetime:
        """Stand still, and return what the clock shows."""
        return self._run(clock.freeze).time

    def run(self) -> datetime:
        """Go on from where it stands, as quickly as real time does, and return what the clock shows."""
        return self._run(clock.run).time


def _sum(duration: timedelta, **parts: float) -> timedelta:
    with suppress(TypeError, ValueError, OverflowError):
        if isinstance(duration, timedelta):
            return duration + timedelta(**parts)
    raise ValueError("The duration must be a timedelta, or numbers of days, hours, minutes and seconds that make one.")


def _utc(moment: datetime) -> datetime:
    if not (isinstance(moment, datetime) and moment.utcoffset() is not None):
        raise ValueError("The time must be a datetime with a time zone, as in datetime(2030, 1, 1, tzinfo=UTC).")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("The time must be of the years 1 to 9999 in UTC, too.") from None
