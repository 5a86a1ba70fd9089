"""A worker looks again and again for the limits that others have set."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from dialbook.access.throttling import Limit
from dialbook.domain.rules import Rules
from dialbook.ports.store import Store, StoreUnavailable, Tx
from dialbook.server.clock import SystemClock
from dialbook.server.throttling import throttle as throttling
from dialbook.server.throttling.limits import set_limit
from dialbook.server.throttling.throttle import Throttle
from dialbook.stores.sqlite import open_sqlite

T = TypeVar("T")
ACCOUNT = "123456789012"
GET = "GetPhoneNumber"


class Faltering:
    """A store that cannot be read as often as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self._store: Store = open_sqlite(None)
        self.failures = list(failures)

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Read or fail."""
        if self.failures:
            raise self.failures.pop(0)
        return await self._store.read(work)

    async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Write."""
        return await self._store.write(work)

    async def close(self) -> None:
        """Close."""
        await self._store.close()


async def until(condition: Callable[[], Any]) -> None:
    """Let others run until the condition holds."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what others do sets no event
            await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("failure", "level", "message"),
    [
        (StoreUnavailable("away"), logging.WARNING, "the limits cannot be read now, those known last hold: away"),
        (ValueError("spoilt"), logging.ERROR, "the limits could not be read: those known last hold"),
    ],
)
def test_a_failure_is_logged_and_the_next_look_comes(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, failure: Exception, level: int, message: str
) -> None:
    """What was known keeps holding meanwhile; what others have set holds after the look that finds it."""
    monkeypatch.setattr(throttling, "SECONDS_BETWEEN_LOOKS", 0)

    async def scenario() -> None:
        store = Faltering()
        throttle = Throttle(store, SystemClock(), Rules(), shared=True)
        await set_limit(store, Limit(operation=GET, rate_millihertz=0, burst=1))
        await throttle.reload()
        store.failures.append(failure)
        watching = asyncio.create_task(throttle.watch())
        await until(lambda: caplog.records)
        assert await throttle.admits(ACCOUNT, GET)
        assert not await throttle.admits(ACCOUNT, GET)
        await set_limit(store, Limit(operation=GET, unlimited=True))
        await until(lambda: not throttle.in_force)
        watching.cancel()
        await asyncio.wait((watching,))
        await store.close()

    asyncio.run(scenario())
    assert [(record.levelno, record.message) for record in caplog.records] == [(level, message)]


def test_old_buckets_are_removed_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every so many looks, where the store holds the buckets."""
    monkeypatch.setattr(throttling, "SECONDS_BETWEEN_LOOKS", 0)
    monkeypatch.setattr(throttling, "LOOKS_BETWEEN_REMOVALS", 3)

    async def scenario() -> None:
        store = open_sqlite(None)
        throttle = Throttle(store, SystemClock(), Rules(request_rate=1), shared=True)
        removals: list[None] = []

        async def remove_full() -> None:
            removals.append(None)

        monkeypatch.setattr(throttle._shared, "remove_full", remove_full)
        watching = asyncio.create_task(throttle.watch())
        await until(lambda: len(removals) >= 2)
        watching.cancel()
        await asyncio.wait((watching,))
        await store.close()

    asyncio.run(scenario())
