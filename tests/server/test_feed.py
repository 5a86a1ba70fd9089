"""Following the feed of events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from dialbook.domain.events import Event
from dialbook.ports.store import Store
from dialbook.server import feed
from dialbook.server.feed import events_after, follow
from stores.test_feed import change, put, with_store

OTHER = "210987654321"


async def some(events: AsyncIterator[tuple[int, Event]], count: int) -> list[str]:
    """Return the request ids of the next events, each of which names its change."""
    async with asyncio.timeout(30):
        return [(await anext(events))[1].request_id for _ in range(count)]


def test_a_follower_hears_of_what_comes_from_now_on() -> None:
    """Or from a position on, which each event tells."""

    async def scenario(store: Store) -> None:
        await put(store, change("a"), change("b"))
        from_now, from_start = follow(store), follow(store, 0)
        waiting = asyncio.create_task(some(from_now, 2))
        await asyncio.sleep(0)
        first, _ = await anext(from_start)
        assert await some(from_start, 1) == ["b"]
        await put(store, change("c"))
        await put(store, change("d"))
        assert await waiting == await some(from_start, 2) == ["c", "d"]
        assert await some(follow(store, first), 3) == ["b", "c", "d"]

    with_store(None, scenario)


def test_a_follower_hears_only_of_what_was_asked_for() -> None:
    """One account's changes, and those that concern all; or one record's."""

    async def scenario(store: Store) -> None:
        await put(store, change("mine"), change("other", account=OTHER), change("all", account="*", subject="store"))
        await put(store, change("second", subject="phone_numbers/+12065550101"), change("end"))
        assert await some(follow(store, 0, account="123456789012"), 4) == ["mine", "all", "second", "end"]
        assert await some(follow(store, 0, account=OTHER), 2) == ["other", "all"]
        assert await some(follow(store, 0, subject="phone_numbers/+12065550101"), 2) == ["all", "second"]
        assert [event.request_id for _, event in await events_after(store, 0, OTHER)] == ["other", "all"]

    with_store(None, scenario)


def test_many_events_are_read_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is lost between two pages, and nobody waits before the last."""
    monkeypatch.setattr(feed, "PAGE", 3)
    names = [f"e{number}" for number in range(10)]

    async def scenario(store: Store) -> None:
        assert await events_after(store, 0) == []
        await put(store, *map(change, names))
        assert await some(follow(store, 0), 10) == names
        events = await events_after(store, 0)
        assert [event.request_id for _, event in events] == names
        assert await events_after(store, events[4][0]) == events[5:]
        assert await events_after(store, events[-1][0]) == []

    with_store(None, scenario)
