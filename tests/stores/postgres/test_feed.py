"""The history of a database that many write to at once: nothing becomes visible behind what was read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

import pytest

from dialbook.domain.history import Change
from dialbook.domain.secrets import ServiceKey
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.server.ids import fraction
from dialbook.stores.postgres import schema
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import Link
from dialbook.stores.postgres.store import PostgresStore, connect, open_postgres
from postgres import cluster
from stores.both import LIMITS
from stores.postgres.conftest import with_store
from stores.test_feed import change, put, read_all

OTHER = "phone_numbers/+12065550199"
"""Nobody who changes one thing waits for whoever changes another."""


def test_the_feed_waits_for_those_who_write(url: str) -> None:
    """What is committed beside an older transaction is shown when that has ended, and behind it."""

    async def scenario(store: PostgresStore) -> None:
        written, go_on = asyncio.Event(), asyncio.Event()

        async def slowly(tx: Tx) -> None:
            await tx.put(change("first"))
            await tx.get(ServiceKey, ("none",))  # a put may wait for the next verb
            written.set()
            await go_on.wait()
            await tx.put(change("second"))

        await put(store, change("zeroth"))
        writing = asyncio.ensure_future(store.write(slowly))
        await written.wait()
        await put(store, change("third", subject=OTHER))
        before = await store.feed(0, 9)
        ending = asyncio.ensure_future(store.feed_end())
        await asyncio.sleep(0.05)
        assert not ending.done()
        go_on.set()
        await writing
        assert [each.change_id for _, each in before] == ["zeroth"]
        assert [each.change_id for _, each in await store.feed(before[-1][0], 9)] == ["first", "second", "third"]
        assert await store.feed(await ending, 9) == []

    with_store(url, scenario)


def test_an_end_that_never_comes_is_an_outage(url: str) -> None:
    """Where somebody's transaction stays open, it is not known what comes before what."""

    async def scenario(store: PostgresStore) -> None:
        written, go_on = asyncio.Event(), asyncio.Event()

        async def slowly(tx: Tx) -> None:
            await tx.put(change("first"))
            await tx.get(ServiceKey, ("none",))  # a put may wait for the next verb
            written.set()
            await go_on.wait()

        writing = asyncio.ensure_future(store.write(slowly))
        await written.wait()
        await put(store, change("second", subject=OTHER))
        with pytest.raises(StoreUnavailable, match="open for too long"):
            await store.feed_end()
        go_on.set()
        await writing

    with_store(url, scenario, Limits(patience_seconds=0.05))


def test_a_follower_sees_each_change_once(url: str) -> None:
    """While two stores write side by side, page after page is what is read afterwards in one go."""
    writers, each_writes = 8, 25

    async def scenario(store: PostgresStore) -> None:
        other = open_postgres(url, fraction, LIMITS)

        async def write(by: int, into: PostgresStore) -> None:
            for number in range(each_writes):
                await put(into, change(f"{by}/{number}/a"), change(f"{by}/{number}/b"))

        seen: list[tuple[int, Change]] = []
        writing = asyncio.gather(*(write(by, (store, other)[by % 2]) for by in range(writers)))
        async with asyncio.timeout(30):
            while len(seen) < writers * each_writes * 2:
                seen += await store.feed(seen[-1][0] if seen else 0, 7)
        await writing
        assert seen == await read_all(store, 0, 1000)
        for by in range(writers):
            own = [each.change_id for _, each in seen if each.change_id.startswith(f"{by}/")]
            assert own == [f"{by}/{number}/{part}" for number in range(each_writes) for part in "ab"]
        await other.close()

    with_store(url, scenario)


def test_a_process_that_opens_the_database_while_others_write(url: str) -> None:
    """It gives its changes positions as the others do, or their followers would miss them: also where it has to wait for them first."""

    class Waiting:
        """A connection on which others come first."""

        def __init__(self, link: Link, meanwhile: PostgresStore) -> None:
            self._link, self._meanwhile = link, meanwhile

        def __getattr__(self, name: str) -> Any:
            return getattr(self._link, name)

        async def fetch(self, sql: str, values: Sequence[Any]) -> list[Any]:
            if sql != schema._AHEAD:
                for number in range(3):
                    await put(self._meanwhile, change(f"{number}"))
            return await self._link.fetch(sql, values)

    async def scenario(store: PostgresStore) -> None:
        await put(store, change("first"))
        link = await connect(url, LIMITS)
        assert await schema.epoch(cast(Link, Waiting(link, store))) == store._known.ahead == 0
        await link.close()

    with_store(url, scenario)


def test_a_database_that_was_restored_elsewhere_goes_on(url: str) -> None:
    """A server that has had fewer transactions gives positions behind those that there are, whichever process opens it."""
    with_store(url, lambda store: put(store, change("a"), change("b")))
    cluster().run("update history set position = position + 1000000000000000", url.rpartition("/")[2])

    async def scenario(store: PostgresStore, change_id: str) -> list[str]:
        end = (await store.feed(0, 9))[-1][0]
        await put(store, change(change_id))
        return [each.change_id for _, each in await store.feed(end, 9)]

    assert with_store(url, partial(scenario, change_id="c")) == ["c"]
    assert with_store(url, partial(scenario, change_id="d")) == ["d"]


def test_history_of_another_store_keeps_its_positions(url: str) -> None:
    """However far they are; what comes later, in the same store and in others that open the database, is behind them."""
    far = 10**15
    filled = [(-7, change("restored")), (3, change("a")), (far, change("b"))]

    async def scenario(store: PostgresStore) -> None:
        await store.write(lambda tx: tx.fill_history(filled))
        assert [await store.changes(None, 2), await store.changes(3, 2)] == [filled[:2], filled[2:]]
        assert await store.feed(0, 9) == filled[1:]
        assert await store.count(Change) == 3
        await put(store, change("c"))
        assert [each.change_id for _, each in await store.feed(far, 9)] == ["c"]

    async def later(store: PostgresStore) -> None:
        await put(store, change("d"))
        assert [each.change_id for _, each in await store.feed(far, 9)] == ["c", "d"]

    with_store(url, scenario)
    with_store(url, later)


def test_history_that_is_not_committed_moves_nothing(url: str) -> None:
    """Positions go on where they were."""

    async def scenario(store: PostgresStore) -> None:
        async def undone(tx: Tx) -> None:
            await tx.fill_history([(10**15, change("b"))])
            raise ValueError

        with pytest.raises(ValueError, match=r"^$"):
            await store.write(undone)
        await put(store, change("a"))
        assert (await store.feed(0, 9))[0][0] < 10**15

    with_store(url, scenario)
