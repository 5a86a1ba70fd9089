"""The clock of a service, as a test moves it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
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
        """Go on by a duration, and return what the clock shows then. Raises ValueError for a negative one."""
        whole = duration + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self._run(lambda service: clock.advance(service, whole)).time

    def set(self, moment: datetime) -> datetime:
        """Go to a moment, and return what the clock shows then. Raises ValueError for one that is past or has no time zone."""
        if moment.tzinfo is None:
            raise ValueError("The time must have a time zone, such as datetime.UTC.")
        return self._run(lambda service: clock.go_to(service, moment.astimezone(UTC))).time

    def freeze(self) -> datetime:
        """Stand still, and return what the clock shows."""
        return self._run(clock.freeze).time

    def run(self) -> datetime:
        """Go on from where it stands, as quickly as real time does, and return what the clock shows."""
        return self._run(clock.run).time
