"""Those who wait behind one whom nobody answers are told what that one is told, and do not try one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from dialbook.domain.clock import ClockSetting
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.settings import AccountSettings
from dialbook.ports.store import StoreUnavailable
from dialbook.stores.postgres import groups, point_reads
from dialbook.stores.postgres.drafts import Revision
from dialbook.stores.postgres.failures import SLOW, Gone, Lapsed, Transient, Unknown
from dialbook.stores.postgres.groups import Groups
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import Link, Links
from dialbook.stores.postgres.point_reads import PointReads
from dialbook.stores.postgres.store import PostgresStore
from postgres import cluster
from stores.postgres.attempts import HASTY, put
from stores.postgres.conftest import with_store
from stores.postgres.proxy import Road


class Hanging:
    """Does nothing until it is told to fail."""

    def __init__(self, error: Exception) -> None:
        self.begun = 0
        self.end = asyncio.Event()
        self._error = error

    async def __call__(self, *_: Any) -> Any:
        """Begin, wait and fail."""
        self.begun += 1
        await self.end.wait()
        raise self._error


async def told(waiting: Sequence[Awaitable[object]], hanging: Hanging, begun: int) -> list[object]:
    """Let all wait, and so many of them hang; return what all are told when these fail."""
    tasks = [asyncio.ensure_future(one) for one in waiting]
    for _ in range(5):
        await asyncio.sleep(0)
    assert hanging.begun == begun
    hanging.end.set()
    return list(await asyncio.gather(*tasks, return_exceptions=True))


def test_those_who_wait_for_a_connection() -> None:
    """One connection is tried, and not one for each."""

    async def scenario() -> None:
        hanging = Hanging(Gone(SLOW))
        links = Links(hanging, Limits(connections=1))
        outcomes = await told([links.take() for _ in range(3)], hanging, 1)
        assert [str(outcome) for outcome in outcomes] == [SLOW] * 3
        assert hanging.begun == 1
        with pytest.raises(Gone):
            await links.take()  # the place is free again
        assert hanging.begun == 2

    asyncio.run(scenario())


def test_those_who_wait_for_a_connection_that_somebody_else_is_refused() -> None:
    """Where PostgreSQL has no more, the next one may have the place."""

    async def scenario() -> None:
        hanging = Hanging(Transient(SLOW))
        links = Links(hanging, Limits(connections=1))
        await told([links.take() for _ in range(3)], hanging, 1)
        assert hanging.begun == 3

    asyncio.run(scenario())


@pytest.mark.parametrize(("error", "begun"), [(Gone(SLOW), 0), (StoreUnavailable(SLOW), 1)])
def test_those_who_wait_to_read(error: Exception, begun: int) -> None:
    """Where the server itself has ended a statement, others are still asked."""

    async def scenario() -> None:
        hanging = Hanging(error)
        reads = PointReads(hanging)
        first = [reads.ask(Ownership, ("+1",)), reads.ask(AccountSettings, ("1",))]
        for _ in range(3):
            await asyncio.sleep(0)
        outcomes = await told([*first, reads.ask(ClockSetting, ("a",))], hanging, point_reads.AT_ONCE)
        assert [str(outcome) for outcome in outcomes] == [SLOW] * 3
        assert hanging.begun == point_reads.AT_ONCE + begun

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("error", "begun"), [(Gone(SLOW), 0), (Lapsed(SLOW), 0), (Unknown(SLOW), 1), (StoreUnavailable(SLOW), 1)]
)
def test_those_who_wait_to_write(error: Exception, begun: int) -> None:
    """Where a connection was lost, or a statement ended, the next group has another."""

    async def scenario() -> None:
        hanging = Hanging(error)
        made = Groups(hanging, lambda: 0)
        first = []
        for _ in range(groups.AT_ONCE):
            first.append(asyncio.ensure_future(made.make(Revision("select", []))))
            for _ in range(3):
                await asyncio.sleep(0)
        outcomes = await told([*first, made.make(Revision("select", []))], hanging, groups.AT_ONCE)
        assert [str(outcome) for outcome in outcomes] == [SLOW] * (groups.AT_ONCE + 1)
        assert hanging.begun == groups.AT_ONCE + begun

    asyncio.run(scenario())


def hung(url: str, scenario: Callable[[PostgresStore, Road], Awaitable[None]]) -> None:
    """Run a scenario on a store that is reached by a road that can hang."""

    async def run() -> None:
        road = Road(cluster().port)
        async with road.between(url) as through:
            store = PostgresStore(through, HASTY, lambda: 0.0)
            try:
                await store.write(put)
                await scenario(store, road)
            finally:
                await store.close()

    asyncio.run(run())


def test_a_write_whose_draft_is_not_answered(url: str) -> None:
    """It is not tried with locks too, for which a connection would be waited for once more."""

    async def scenario(store: PostgresStore, road: Road) -> None:
        road.hang()
        with pytest.raises(Gone) as outage:
            await store.write(lambda tx: tx.get(PhoneNumber, ("1", "+1")))
        assert str(outage.value) == SLOW

    hung(url, scenario)


def test_a_commit_that_takes_too_long(url: str) -> None:
    """It has lapsed; one whose connection is lost has not."""

    async def scenario(store: PostgresStore, road: Road) -> None:
        link = await store._connect()
        await link.begin("begin")
        road.hang()
        with pytest.raises(Lapsed):
            await link.commit()

    hung(url, scenario)


def test_a_commit_whose_connection_is_lost(url: str) -> None:
    """Whether it was made is not known, but others may well be."""

    async def scenario(store: PostgresStore) -> None:
        link: Link = await store._connect()
        await link.begin("begin")
        [[backend]] = await link.fetch("select pg_backend_pid()", [])
        await asyncio.to_thread(cluster().run, f"select pg_terminate_backend({backend})")
        with pytest.raises(Unknown) as outage:
            await link.commit()
        assert not isinstance(outage.value, Gone)

    with_store(url, scenario, HASTY)
