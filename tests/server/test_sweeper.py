"""The sweeper."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import Store, StoreUnavailable, Tx
from dialbook.server import sweeper
from dialbook.stores.sqlite import open_sqlite
from running import ManualClock

T = TypeVar("T")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ORDERED = PhoneNumber(
    account="123456789012",
    e164="+12065550100",
    country="US",
    type="Local",
    product_type="VoiceConnector",
    status="AcquireInProgress",
    settles_at=NOW + MINUTE,
    created_at=NOW,
    updated_at=NOW,
)


class Faltering:
    """A store that fails as often as it is told to, and says how often it was looked at."""

    def __init__(self, *failures: Exception) -> None:
        self.store: Store = open_sqlite(None)
        self._failures = list(failures)
        self._looks: asyncio.Queue[None] = asyncio.Queue()

    async def looked(self, times: int) -> None:
        """Wait until it was looked at so many times more."""
        while not self._looks.empty():
            self._looks.get_nowait()
        for _ in range(times):
            await asyncio.wait_for(self._looks.get(), 10)

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Read or fail."""
        self._looks.put_nowait(None)
        if self._failures:
            raise self._failures.pop(0)
        return await self.store.read(work)

    async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Write."""
        return await self.store.write(work)

    async def time(self) -> None:
        """Have no clock."""

    async def close(self) -> None:
        """Close."""
        await self.store.close()

    async def status(self) -> str:
        """Return the status of the number as it is stored."""
        found = await self.store.read(lambda tx: tx.get(PhoneNumber, (ORDERED.account, ORDERED.e164)))
        assert found is not None
        return found.status


@pytest.fixture(autouse=True)
def _without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeper, "SECONDS_BETWEEN_SWEEPS", 0)


def sweeping(scenario: Callable[[Faltering, ManualClock], Awaitable[None]], *failures: Exception) -> None:
    """Run a scenario while the sweeper sweeps."""

    async def run() -> None:
        store, clock = Faltering(*failures), ManualClock(NOW)
        await store.write(lambda tx: tx.put(ORDERED))
        task = asyncio.create_task(sweeper.sweep(store, clock, asyncio.Event()))
        await scenario(store, clock)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await store.close()

    asyncio.run(run())


async def becomes_due(store: Faltering, clock: ManualClock) -> None:
    """Move the clock, and see that the number is written down as what it has become, and not before."""
    await store.looked(3)
    assert await store.status() == "AcquireInProgress"
    clock.advance(MINUTE)
    await store.looked(3)
    assert await store.status() == "Unassigned"


def test_what_falls_due_is_written_down() -> None:
    """By the clock that lifecycles live by, without anybody asking."""
    sweeping(becomes_due)


def test_an_outage_is_survived(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged as a warning, and the next sweep comes."""
    with caplog.at_level(logging.WARNING):
        sweeping(becomes_due, StoreUnavailable("locked"), StoreUnavailable("locked"))

    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("WARNING", "what is due cannot be settled now: locked")
    ] * 2


def test_a_mistake_is_survived(caplog: pytest.LogCaptureFixture) -> None:
    """One record that cannot be settled must not keep a server from ever sweeping again: it is logged whole."""
    with caplog.at_level(logging.WARNING):
        sweeping(becomes_due, KeyError("a mistake"))

    (record,) = caplog.records
    assert (record.levelname, record.message) == ("ERROR", "what is due could not be settled")
    assert record.exc_info is not None
