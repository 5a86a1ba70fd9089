"""Reads on standbys: they see all that was acknowledged before, wherever it was written."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from dialbook.domain.registry import Ownership
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.server.ids import fraction
from dialbook.stores.postgres.failures import NO_STANDBY
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.places import Place
from dialbook.stores.postgres.reading import Reading
from dialbook.stores.postgres.replicas import BEHIND, STRANGE, Replica, Replicas
from dialbook.stores.postgres.store import PostgresStore, open_postgres
from standby import Pair, pair
from stores.postgres.attempts import owned
from stores.postgres.proxy import Road

QUICK = Limits(connections=4, connect_seconds=1.0, statement_seconds=1.0, grace_seconds=0.2, rest_seconds=0.01)
KEY = "+12065550100"


@pytest.fixture(scope="module")
def both() -> Iterator[Pair]:
    """Have a primary and a standby; each test leaves them so."""
    with pair() as made:
        yield made


@asynccontextmanager
async def node(both: Pair, read_store: str | None = None) -> AsyncIterator[tuple[PostgresStore, Replicas]]:
    """Have what a process has: a store, and its replicas."""
    store = open_postgres(both.url(), fraction, QUICK)
    replicas = Replicas(read_store or both.url(both.standby), store, QUICK, fraction)
    try:
        yield store, replicas
    finally:
        await replicas.close()
        await store.close()


async def count(store: PostgresStore, at: int) -> None:
    """Write down how far one has counted."""
    await store.write(lambda tx: tx.put(owned(KEY, str(at))))


async def counted(replicas: Replicas) -> int:
    """Read how far."""
    found = await replicas.read(lambda tx: tx.get(Ownership, (KEY,)))
    return 0 if found is None else int(found.claim_id)


async def on_replica(replicas: Replicas) -> bool:
    """Tell whether a read is done on a replica."""

    async def work(tx: Tx) -> bool:
        await tx.get(Ownership, (KEY,))
        assert isinstance(tx, Reading)
        return tx._point_reads is not replicas._primary._point_reads

    return await replicas.read(work)


async def until_on_replica(replicas: Replicas) -> None:
    """Wait until reads are done there."""
    async with asyncio.timeout(20):
        while not await on_replica(replicas):  # noqa: ASYNC110 - it is another process that changes it
            await asyncio.sleep(0.01)


def test_each_read_sees_what_was_acknowledged_before_it(both: Pair) -> None:
    """Whoever has written it, through whichever process."""

    async def scenario() -> None:
        acknowledged, seen_on_replica = 0, 0
        async with node(both) as (first, replicas), node(both) as (_, others):
            await count(first, 0)
            await until_on_replica(replicas)
            await until_on_replica(others)

            async def write() -> None:
                nonlocal acknowledged
                for at in range(1, 100):
                    await count(first, at)
                    acknowledged = at

            async def read(reader: Replicas) -> None:
                nonlocal seen_on_replica
                while acknowledged < 99:
                    before = acknowledged
                    assert await counted(reader) >= before
                    seen_on_replica += reader._replica is not None

            await asyncio.gather(write(), *(read(reader) for reader in (replicas, others, others)))
            assert seen_on_replica > 10

    asyncio.run(scenario())


def test_a_replica_that_falls_behind_is_not_read_from(both: Pair) -> None:
    """The primary is, until it has come as far; nobody waits for that."""

    async def scenario() -> None:
        async with node(both) as (store, replicas):
            await count(store, 1)
            await until_on_replica(replicas)
            both.pause_replay()
            try:
                assert await on_replica(replicas)
                await count(store, 2)
                assert await counted(replicas) == 2
                assert not await on_replica(replicas)
            finally:
                both.resume_replay()
            await until_on_replica(replicas)
            assert await counted(replicas) == 2

    asyncio.run(scenario())


def test_a_replica_that_goes_away_is_replaced(both: Pair, caplog: pytest.LogCaptureFixture) -> None:
    """By the primary, whether it hangs or is gone, and the log says so once; afterwards it is read from again."""

    async def scenario() -> None:
        road = Road(both.standby.port)
        async with road.between(both.url(both.standby)) as through, node(both, through) as (store, replicas):
            await count(store, 3)
            await until_on_replica(replicas)
            road.hang()
            assert await counted(replicas) == 3
            assert [await on_replica(replicas) for _ in range(5)] == [False] * 5
        async with node(both) as (store, replicas):
            await until_on_replica(replicas)
            await asyncio.to_thread(both.standby.stop)
            assert await counted(replicas) == 3
            await asyncio.sleep(3 * QUICK.rest_seconds)
            assert not await on_replica(replicas)
            await asyncio.to_thread(both.standby.start)
            await until_on_replica(replicas)
            await count(store, 4)
            assert await counted(replicas) == 4

    with caplog.at_level(logging.WARNING, "dialbook.store"):
        asyncio.run(scenario())
    assert 2 <= len(caplog.records) <= 8


def test_a_primary_is_no_replica(both: Pair, caplog: pytest.LogCaptureFixture) -> None:
    """It is read from as what it is."""

    async def scenario() -> None:
        async with node(both, both.url(both.primary)) as (_, replicas):
            for _ in range(3):
                assert not await on_replica(replicas)
                await asyncio.sleep(3 * QUICK.rest_seconds)

    with caplog.at_level(logging.WARNING, "dialbook.store"):
        asyncio.run(scenario())
    assert [record.args for record in caplog.records] == [(NO_STANDBY,)]


def test_which_place_reaches_which() -> None:
    """The same database, on the same timeline, and as far."""
    place = Place(1, 2, 3)
    assert [Place(1, 2, 3).reaches(place), Place(1, 2, 4).reaches(place)] == [True, True]
    others = Place(1, 2, 2), Place(1, 1, 9), Place(1, 3, 9), Place(2, 2, 9)
    assert [other.reaches(place) for other in others] == [False] * 4


def test_a_look_is_shared_only_by_those_who_came_before_it() -> None:
    """Whoever comes while the primary is asked waits for the next answer: this one may be older."""

    class Primary:
        looks = 0
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def place(self) -> Place:
            self.looks += 1
            place = Place(1, 1, self.looks)
            self.begun.set()
            await self.go_on.wait()
            return place

    async def scenario() -> None:
        primary = Primary()
        replicas = Replicas("postgresql://localhost/none", primary, QUICK, fraction)  # type: ignore[arg-type]
        first = [asyncio.ensure_future(replicas._place()) for _ in range(2)]
        await primary.begun.wait()
        second = [asyncio.ensure_future(replicas._place()) for _ in range(2)]
        await asyncio.sleep(0)
        primary.go_on.set()
        assert [place.position for place in await asyncio.gather(*first, *second)] == [1, 1, 2, 2]

    asyncio.run(scenario())


def test_another_database_is_no_replica(both: Pair) -> None:
    """However far it is."""

    async def scenario() -> None:
        replica = Replica(both.url(both.standby), QUICK)
        with pytest.raises(StoreUnavailable) as outage:
            await replica.await_place(Place(1, 1, 0))
        assert str(outage.value) == STRANGE
        known = replica._known
        with pytest.raises(StoreUnavailable) as outage:
            await replica.await_place(Place(known.system, known.timeline + 1, 0))
        assert str(outage.value) == BEHIND
        await replica.close()

    asyncio.run(scenario())


def test_a_replica_that_has_begun_anew_must_come_as_far_again(both: Pair) -> None:
    """A new connection to it is made only then."""

    async def scenario() -> None:
        replica = Replica(both.url(both.standby), QUICK)
        replica._known = Place(1, 1, 1)
        with pytest.raises(StoreUnavailable) as outage:
            await replica.reading().get(Ownership, (KEY,))
        assert str(outage.value) == BEHIND
        await replica.close()

    asyncio.run(scenario())


def test_without_a_primary_nothing_is_read(both: Pair) -> None:
    """Another one may have taken over unseen; when one has, its replicas are read from."""

    async def scenario() -> None:
        async with node(both, both.url()) as (store, replicas):
            await count(store, 5)
            await until_on_replica(replicas)
            await asyncio.to_thread(both.primary.kill)
            for _ in range(2):
                with pytest.raises(StoreUnavailable):
                    await counted(replicas)
            both.promote()
            await asyncio.to_thread(both.swap)
            await count(store, 6)
            assert await counted(replicas) == 6
            await until_on_replica(replicas)
            assert await counted(replicas) == 6

    asyncio.run(scenario())
