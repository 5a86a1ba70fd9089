"""The one module that reads the system's clock."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from dialbook.domain.clock import REAL_TIME, ClockSetting, reading
from dialbook.ports.store import Store, TimedRecords, Tx

log = logging.getLogger("dialbook.clock")

MOST_ASTRAY = timedelta(minutes=1)
"""How far the clocks of a node and of its database may be apart. Clocks that are kept in time differ by milliseconds."""


class Clock(Protocol):
    """What time it is, for two purposes that a moved clock sets apart."""

    async def read(self) -> datetime:
        """Return the time that lifecycles live by: UTC, in whole milliseconds."""
        ...

    def wall(self) -> datetime:
        """Return the real time, which signatures are checked against."""
        ...

    async def both(self) -> tuple[datetime, datetime]:
        """Return both times of one moment."""
        ...

    async def within(self, tx: Tx, now: datetime) -> datetime:
        """Return when a transaction happens that was asked for at ``now``: earlier, where the clock was set back before it could begin."""
        ...


def wall() -> datetime:
    """Return the system's time: UTC, in whole milliseconds."""
    return datetime.fromtimestamp(time.time_ns() // 1_000_000 / 1000, UTC)


def stopwatch() -> float:
    """Return a monotonic time in seconds, for durations."""
    return time.perf_counter()


class SystemClock:
    """Both times are the system's."""

    async def read(self) -> datetime:
        """Return the system's time."""
        return wall()

    def wall(self) -> datetime:
        """Return the system's time."""
        return wall()

    async def both(self) -> tuple[datetime, datetime]:
        """Return the system's time twice."""
        now = wall()
        return now, now

    async def within(self, tx: Tx, now: datetime) -> datetime:  # noqa: ARG002 - the protocol's shape
        """Return ``now``: nobody sets this clock."""
        return now


class StoredClock:
    """Lifecycles live by the clock that the store holds, which all its servers share; signatures live in real time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def read(self) -> datetime:
        """Return what the store's clock shows."""
        return await store_time(self._store)

    def wall(self) -> datetime:
        """Return the system's time."""
        return wall()

    async def both(self) -> tuple[datetime, datetime]:
        """Return what the store's clock shows, and the system's time."""
        return await self.read(), wall()

    async def within(self, tx: Tx, now: datetime) -> datetime:
        """Return ``now``, or what the clock shows to the transaction if that is earlier: after a reset, or a snapshot that was restored."""
        return min(now, await time_in(tx))


async def compare_clocks(store: TimedRecords, astray: asyncio.Event) -> None:
    """Set ``astray`` while the system's clock is not where the store's own is: one of them is wrong. Raises StoreUnavailable."""
    if not await is_astray(store):
        if astray.is_set():
            log.warning("this machine's clock is the store's again: requests are answered")
        astray.clear()
    elif not astray.is_set():
        log.warning(
            "this machine's clock differs from the store's by more than a minute: no request is answered until it is right"
        )
        astray.set()


async def is_astray(store: TimedRecords) -> bool:
    """Tell whether the system's clock is not where the store's own is. Raises StoreUnavailable."""
    there = await store.time()
    return there is not None and abs(wall() - there) > MOST_ASTRAY


async def store_time(store: Store) -> datetime:
    """Return what the clock of a store shows: the system's time, unless it was moved. Raises StoreUnavailable."""
    return await store.read(time_in)


async def time_in(tx: Tx) -> datetime:
    """Return what the clock of a store shows, within a transaction: never earlier than what the transaction has read until then."""
    setting = await tx.get(ClockSetting, (REAL_TIME.name,))
    return reading(setting or REAL_TIME, wall())
