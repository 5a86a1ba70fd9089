"""The clock of a running service."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dialbook.controls import clock
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.ports.store import Tx
from dialbook.server.build import build
from dialbook.server.clock import wall
from dialbook.server.config import Config
from dialbook.server.handle import Service

HOUR = timedelta(hours=1)


def with_service(scenario: Callable[[Service], Awaitable[None]], **options: Any) -> None:
    """Run a scenario on a service whose clock can be moved."""

    async def run() -> None:
        given: dict[str, Any] = {"store": "memory:", "master_key_file": Path("/nonexistent"), "sample": False}
        service = await build(Config(**({"controls": True} | given | options)))
        try:
            await scenario(service)
        finally:
            await service.store.close()

    asyncio.run(run())


def ordered(name: str, due: datetime) -> PhoneNumber | PhoneNumberOrder:
    """Return a number that is acquired at a moment, or where the name is none, an order that ends then."""
    account = f"12345678901{int(name[-1]) % 3}"
    common: dict[str, Any] = {"account": account, "product_type": "VoiceConnector", "settles_at": due}
    common |= {"created_at": due, "updated_at": due}
    if name.startswith("+"):
        return PhoneNumber(e164=name, country="US", type="Local", status="AcquireInProgress", **common)
    return PhoneNumberOrder(order_id=name, order_type="New", status="Processing", numbers=(), **common)


def test_the_clock_shows_real_time_until_it_is_moved() -> None:
    """And then as far ahead as it was moved; the service lives by it."""

    async def scenario(service: Service) -> None:
        before = await clock.read(service)
        assert (before.frozen, before.ahead_seconds) == (False, 0)

        moved = await clock.advance(service, 72 * HOUR)
        assert (moved.frozen, moved.ahead_seconds) == (False, 72 * 3600)
        assert timedelta(0) <= await service.clock.read() - moved.time < HOUR

    with_service(scenario)


def test_a_clock_that_waits_to_be_frozen_is_not_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """It shows then what it has shown to others meanwhile, or later."""

    async def scenario(service: Service) -> None:
        shown = [wall()]
        monkeypatch.setattr(clock, "wall", lambda: shown[0])
        write = service.store.write

        async def slow(work: Callable[[Tx], Awaitable[Any]]) -> Any:
            shown[0] += 2 * HOUR
            return await write(work)

        monkeypatch.setattr(service.store, "write", slow)
        before = shown[0]

        frozen = await clock.freeze(service)

        assert frozen.time >= before + 2 * HOUR

    with_service(scenario)


def test_what_falls_due_is_settled_before_the_answer_in_the_order_of_its_time() -> None:
    """Over all accounts; also where more falls due than one transaction settles, and not what is due later."""

    async def scenario(service: Service) -> None:
        now = (await clock.freeze(service)).time
        names = [f"+1206555{at:04}" if at % 2 else f"order-{at}" for at in range(1200)]
        due = {name: now + timedelta(seconds=(at * 7919) % 1200 + 1) for at, name in enumerate(names)}
        for name, moment in due.items():
            await service.store.write(lambda tx, name=name, moment=moment: tx.put(ordered(name, moment)))  # type: ignore[misc]

        await clock.advance(service, timedelta(seconds=1199))

        settled = [change.subject.rpartition("/")[2] for _, change in await service.store.feed(0, 2000)]
        assert settled == sorted(names, key=due.__getitem__)[:-1]

    with_service(scenario)


def test_a_frozen_clock_stands_still_until_it_runs() -> None:
    """Moved, it stays frozen; let go, it goes on from where it stood."""

    async def scenario(service: Service) -> None:
        frozen = await clock.freeze(service)
        assert await service.clock.read() == frozen.time
        there = await clock.go_to(service, datetime(2100, 1, 1, tzinfo=UTC))
        assert (there.time, there.frozen) == (datetime(2100, 1, 1, tzinfo=UTC), True)

        running = await clock.run(service)
        assert (running.time - there.time < HOUR, running.frozen) == (True, False)

    with_service(scenario)


def test_a_clock_that_shall_go_back_stays_where_it_is() -> None:
    """The refusal says that it only goes forward."""

    async def scenario(service: Service) -> None:
        frozen = await clock.freeze(service)
        with pytest.raises(Refusal, match="only goes forward"):
            await clock.go_to(service, frozen.time - HOUR)
        with pytest.raises(Refusal, match="only goes forward"):
            await clock.advance(service, -HOUR)
        assert await service.clock.read() == frozen.time

    with_service(scenario)


def test_the_clock_is_kept_in_the_store(tmp_path: Path) -> None:
    """Every server on it lives by it, also after a restart; one without controls lives in real time."""
    store = str(tmp_path / "store.db")

    async def move(service: Service) -> None:
        await clock.advance(service, 72 * HOUR)

    async def look(service: Service) -> None:
        assert await service.clock.read() - wall() > 71 * HOUR

    async def live_in_real_time(service: Service) -> None:
        assert await service.clock.read() - wall() < HOUR

    with_service(move, store=store)
    with_service(look, store=store)
    with_service(live_in_real_time, store=store, controls=False)
