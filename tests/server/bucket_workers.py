"""Workers that share buckets, with clocks that are moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import count
from typing import TypeVar

from dialbook.access.throttling import Limit, lease_size
from dialbook.ports.store import Store, StoreUnavailable, Tx
from dialbook.server.throttling.buckets import SharedBuckets

T = TypeVar("T")

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR_MILLISECONDS = 3_600_000
OPERATION = "GetPhoneNumber"
ACCOUNTS = count()
"""An account of its own for each example: they share the store, but no bucket."""


class HandClock:
    """Real time, moved by hand; ``ahead`` is how wrong this clock is."""

    def __init__(self, ahead_milliseconds: int = 0) -> None:
        self.milliseconds = 0
        self.ahead_milliseconds = ahead_milliseconds

    def wall(self) -> datetime:
        """Return the time that this clock shows."""
        return START + timedelta(milliseconds=self.milliseconds + self.ahead_milliseconds)

    async def read(self) -> datetime:
        """Return the time of lifecycles, which stands still: buckets must not look at it."""
        return START

    async def within(self, tx: Tx, now: datetime) -> datetime:  # noqa: ARG002 - the protocol's shape
        """Return ``now``."""
        return now

    async def both(self) -> tuple[datetime, datetime]:
        """Return both."""
        return START, self.wall()


class CountingStore:
    """A store that counts its writes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.writes = 0
        self.fails_after_commit = False

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Read."""
        return await self._store.read(work)

    async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Write, and count."""
        self.writes += 1
        result = await self._store.write(work)
        if self.fails_after_commit:
            raise StoreUnavailable("The connection was lost.")
        return result

    async def close(self) -> None:
        """Close."""
        await self._store.close()


class Workers:
    """Several workers on one store, a clock each, and what has passed when."""

    def __init__(self, store: Store, limit: Limit, ahead_milliseconds: list[int]) -> None:
        self.clocks = [HandClock(ahead) for ahead in ahead_milliseconds]
        self.store = CountingStore(store)
        self.buckets = [SharedBuckets(clock, self.store) for clock in self.clocks]
        self.limit = limit
        self.account = f"{next(ACCOUNTS):012}"
        self.passed: list[tuple[int, int]] = []
        """The millisecond, and how many passed then."""

    def go_on(self, milliseconds: int) -> None:
        """Let time pass for all."""
        for clock in self.clocks:
            clock.milliseconds += milliseconds

    async def ask(self, worker: int, requests: int = 1) -> int:
        """Let requests come to a worker at once; return how many pass."""
        takes = (self.buckets[worker].take(self.account, OPERATION, self.limit) for _ in range(requests))
        passed = sum(await asyncio.gather(*takes))
        self.passed.append((self.clocks[0].milliseconds, passed))
        return passed

    @property
    def leases(self) -> int:
        """Return how many tokens all workers may have between them."""
        return len(self.buckets) * lease_size(self.limit)

    def check(self, fillings: int = 1) -> None:
        """Assert the bound for every stretch of time: ``excess`` is the most that passed beyond the rate in one that ends now."""
        excess, before = Fraction(0), 0
        for now, passed in self.passed:
            gained = Fraction(self.limit.rate_millihertz * (now - before), 1_000_000)
            excess, before = max(Fraction(0), excess - gained) + passed, now
            assert excess <= fillings * self.limit.burst + self.leases
