"""Buckets at work: one process is exact, several workers keep within their bound, and nobody asks the store in vain."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.access.throttling import Bucket, Limit, lease_size
from dialbook.ports.store import Store, StoreUnavailable
from dialbook.server.throttling import buckets as token_buckets
from dialbook.server.throttling.buckets import OwnBuckets, SharedBuckets
from dialbook.stores.sqlite import open_sqlite
from server.bucket_workers import ACCOUNTS, HOUR_MILLISECONDS, OPERATION, START, HandClock, Workers


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """Give one event loop for all examples."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def store(runner: asyncio.Runner) -> Iterator[Store]:
    """Open one store for all examples."""

    async def opened() -> Store:
        return open_sqlite(None)

    store = runner.run(opened())
    yield store
    runner.run(store.close())


LIMITS = st.builds(Limit, rate_millihertz=st.integers(0, 400_000), burst=st.integers(1, 60))
STEPS = st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 3), st.integers(1, 40)), max_size=30)


@given(LIMITS, STEPS)
def test_one_process_is_exact(runner: asyncio.Runner, limit: Limit, steps: list[tuple[int, int, int]]) -> None:
    """Each request passes if and only if an ideal bucket has a token for it."""

    async def scenario() -> None:
        clock = HandClock()
        buckets = OwnBuckets(clock)
        ideal = Fraction(limit.burst)
        for milliseconds, _, requests in steps:
            clock.milliseconds += milliseconds
            ideal = min(ideal + Fraction(limit.rate_millihertz * milliseconds, 1_000_000), Fraction(limit.burst))
            for _ in range(requests):
                assert await buckets.take("a", OPERATION, limit) == (ideal >= 1)
                ideal -= 1 if ideal >= 1 else 0

    runner.run(scenario())


@given(LIMITS, STEPS, st.lists(st.integers(-HOUR_MILLISECONDS, HOUR_MILLISECONDS), min_size=4, max_size=4))
def test_several_workers_keep_within_the_bound(
    runner: asyncio.Runner, store: Store, limit: Limit, steps: list[tuple[int, int, int]], ahead: list[int]
) -> None:
    """Whoever is asked whenever; clocks that differ cost one more filling for each that is further ahead."""

    async def scenario() -> None:
        for clocks in ([0, 0, 0, 0], ahead):
            workers = Workers(store, limit, clocks)
            for milliseconds, worker, requests in steps:
                workers.go_on(milliseconds)
                await workers.ask(worker, requests)
            workers.check(fillings=len(set(clocks)))

    runner.run(scenario())


@given(LIMITS, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 3)), max_size=40))
def test_nothing_is_lost_but_what_idle_workers_keep(
    runner: asyncio.Runner, store: Store, limit: Limit, steps: list[tuple[int, int]]
) -> None:
    """A request is throttled only where an ideal bucket has less than what the leases may hold and what gathers before the next draw."""

    async def scenario() -> None:
        workers = Workers(store, limit, [0, 0, 0, 0])
        ideal = Fraction(limit.burst)
        for milliseconds, worker in steps:
            workers.go_on(milliseconds)
            ideal = min(ideal + Fraction(limit.rate_millihertz * milliseconds, 1_000_000), Fraction(limit.burst))
            passed = await workers.ask(worker)
            ideal -= passed
            assert passed or ideal < workers.leases + lease_size(limit)

    runner.run(scenario())


def test_a_flood_gets_its_rate_and_costs_few_writes(runner: asyncio.Runner, store: Store) -> None:
    """Three workers are asked in every millisecond of two seconds: as many pass as should, for few draws."""

    async def scenario() -> None:
        workers = Workers(store, Limit(rate_millihertz=200_000, burst=50), [0, 0, 0])
        for _ in range(2000):
            workers.go_on(1)
            for worker in range(3):
                await workers.ask(worker)
        workers.check()
        total = sum(passed for _, passed in workers.passed)
        assert 50 + 400 - workers.leases <= total <= 50 + 400 + workers.leases
        assert workers.store.writes <= 3 * 2 * 25

    runner.run(scenario())


def test_requests_that_come_together_share_a_draw(runner: asyncio.Runner, store: Store) -> None:
    """A hundred at once make two draws, the first's and that of those who waited meanwhile."""

    async def scenario() -> None:
        workers = Workers(store, Limit(rate_millihertz=1000, burst=80), [0])
        assert await workers.ask(0, 100) == 80
        assert workers.store.writes <= 3

    runner.run(scenario())


def test_the_whole_burst_passes(runner: asyncio.Runner, store: Store) -> None:
    """Also the rest of it that is less than a lease."""

    async def scenario() -> None:
        workers = Workers(store, Limit(rate_millihertz=200_000, burst=25), [0])
        assert sum([await workers.ask(0) for _ in range(40)]) == 25

    runner.run(scenario())


def test_a_draw_that_fails_loses_its_tokens(runner: asyncio.Runner, store: Store) -> None:
    """Whether it was committed is not known: what was given back with it is neither spent nor given back again."""

    async def scenario() -> None:
        workers = Workers(store, Limit(rate_millihertz=100_000, burst=200), [0, 0])
        await workers.ask(1, 200)
        workers.go_on(100)
        await workers.ask(0)
        workers.go_on(1000)
        workers.store.fails_after_commit = True
        with pytest.raises(StoreUnavailable):
            await workers.ask(0)
        workers.store.fails_after_commit = False
        assert await stored_tokens(store, workers.account) == 100 + 9 - 10
        await workers.ask(0)
        assert await stored_tokens(store, workers.account) == 100 + 9 - 10 - 10

    runner.run(scenario())


def test_a_bucket_that_is_waited_for_is_not_forgotten(
    runner: asyncio.Runner, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a worker could draw two leases of it."""
    monkeypatch.setattr(token_buckets, "MOST_BUCKETS", 10)

    async def scenario() -> None:
        limit = Limit(rate_millihertz=100_000, burst=20)
        buckets = SharedBuckets(HandClock(), store)
        account = f"{next(ACCOUNTS):012}"
        waiting = [asyncio.create_task(buckets.take(account, OPERATION, limit))]
        await asyncio.sleep(0)
        waiting += [asyncio.create_task(buckets.take(f"{next(ACCOUNTS):012}", OPERATION, limit)) for _ in range(20)]
        assert all(await asyncio.gather(*waiting))
        assert await buckets.take(account, OPERATION, limit)
        assert await stored_tokens(store, account) == 10

    runner.run(scenario())


def test_an_empty_bucket_that_others_fill_is_noticed(runner: asyncio.Runner, store: Store) -> None:
    """A second later at most, though its rate alone would not fill it for hours."""

    async def scenario() -> None:
        workers = Workers(store, Limit(rate_millihertz=0, burst=2), [0, 0])
        assert await workers.ask(0, 5) == 2
        await store.write(lambda tx: tx.clear(Bucket, {"account": workers.account}))
        workers.go_on(1000)
        assert await workers.ask(0, 5) == 2

    runner.run(scenario())


def test_what_is_left_of_a_lease_goes_back(runner: asyncio.Runner, store: Store) -> None:
    """It dies after a second; with the worker's next draw it is in the bucket again, where others find it."""

    async def scenario() -> None:
        workers = Workers(store, Limit(rate_millihertz=100_000, burst=200), [0, 0])
        assert await workers.ask(1, 300) == 200
        workers.go_on(100)
        assert [await workers.ask(0) for _ in range(3)] == [1, 1, 1]
        assert await stored_tokens(store, workers.account) == 0
        workers.go_on(1000)
        assert await workers.ask(0) == 1
        assert await stored_tokens(store, workers.account) == 100 + 7 - 10

    runner.run(scenario())


async def stored_tokens(store: Store, account: str) -> int:
    """Return what the store has in a bucket, in whole tokens."""
    bucket = await store.read(lambda tx: tx.get(Bucket, (account, OPERATION)))
    assert bucket is not None
    return bucket.microtokens // 1_000_000


@pytest.mark.parametrize("shared", [True, False])
def test_a_clock_that_is_set_back_stops_nothing(runner: asyncio.Runner, store: Store, shared: bool) -> None:
    """Tokens come at their rate from the last time on that was seen, neither sooner nor an hour later."""

    async def scenario() -> None:
        clock, limit, account = HandClock(), Limit(rate_millihertz=1000, burst=2), f"{next(ACCOUNTS):012}"
        buckets = SharedBuckets(clock, store) if shared else OwnBuckets(clock)

        async def take() -> bool:
            return await buckets.take(account, OPERATION, limit)

        assert [await take() for _ in range(3)] == [True, True, False]
        clock.milliseconds -= HOUR_MILLISECONDS
        assert not await take()
        clock.milliseconds += 1000
        assert [await take() for _ in range(2)] == [True, False]

    runner.run(scenario())


def test_a_clock_that_is_ahead_fills_a_bucket_once(runner: asyncio.Runner, store: Store) -> None:
    """However often it alternates with one that is right, and though it goes away in the end."""

    async def scenario() -> None:
        workers = Workers(store, Limit(rate_millihertz=1000, burst=5), [0, HOUR_MILLISECONDS])
        assert await workers.ask(0, 9) == 5
        assert await workers.ask(1, 9) == 5
        for _ in range(20):
            assert await workers.ask(0, 9) + await workers.ask(1, 9) == 0
            workers.go_on(1000)
            assert await workers.ask(0, 9) + await workers.ask(1, 9) == 1
        alone = Workers(store, workers.limit, [0])
        alone.account, alone.clocks[0].milliseconds = workers.account, workers.clocks[0].milliseconds
        assert await alone.ask(0, 9) == 0
        alone.go_on(1000)
        assert await alone.ask(0, 9) == 1

    runner.run(scenario())


def test_another_limit_holds_for_the_next_request(runner: asyncio.Runner, store: Store) -> None:
    """A lease of the earlier one is spent no more, and a bucket that was empty is full for a limit that was set later."""

    async def scenario() -> None:
        workers = Workers(store, Limit(rate_millihertz=100_000, burst=100, set_at=START), [0])
        await workers.ask(0)
        workers.limit = Limit(rate_millihertz=0, burst=3, set_at=START + timedelta(seconds=1))
        assert await workers.ask(0, 9) == 3
        workers.limit = Limit(rate_millihertz=0, burst=4, set_at=START + timedelta(seconds=2))
        assert await workers.ask(0, 9) == 4

    runner.run(scenario())


@pytest.mark.parametrize("shared", [True, False])
def test_a_worker_remembers_so_many_buckets(
    runner: asyncio.Runner, store: Store, monkeypatch: pytest.MonkeyPatch, shared: bool
) -> None:
    """A full one is forgotten before one that is not; nothing is throttled for it, and an empty one stays empty."""
    monkeypatch.setattr(token_buckets, "MOST_BUCKETS", 40)

    async def scenario() -> None:
        clock, limit = HandClock(), Limit(rate_millihertz=1000, burst=1)
        empty, never = f"{next(ACCOUNTS):012}", Limit(rate_millihertz=0, burst=1)
        buckets: Any = SharedBuckets(clock, store) if shared else OwnBuckets(clock)
        assert await buckets.take(empty, OPERATION, never)
        for _ in range(200):
            clock.milliseconds += 100
            assert await buckets.take(f"{next(ACCOUNTS):012}", OPERATION, limit)
            assert not await buckets.take(empty, OPERATION, never)
            assert len(buckets._leases if shared else buckets._held) <= 40

    runner.run(scenario())


def test_more_buckets_than_are_remembered_and_none_is_full(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process forgets those that were idle longest."""
    monkeypatch.setattr(token_buckets, "MOST_BUCKETS", 40)

    async def scenario() -> None:
        clock, limit = HandClock(), Limit(rate_millihertz=0, burst=1)
        buckets = OwnBuckets(clock)
        for account in range(100):
            clock.milliseconds += 1
            assert await buckets.take(str(account), OPERATION, limit)
            assert len(buckets._held) <= 40
        assert not any([await buckets.take(str(account), OPERATION, limit) for account in range(80, 100)])
        assert await buckets.take("0", OPERATION, limit)

    runner.run(scenario())


def test_buckets_that_were_full_for_a_day_are_removed_from_the_store(runner: asyncio.Runner, store: Store) -> None:
    """Others stay: one that fills never, and one that is full only by a clock an hour ahead."""

    async def scenario() -> None:
        workers = Workers(store, Limit(rate_millihertz=1000, burst=5), [0, HOUR_MILLISECONDS])
        lasting = Workers(store, Limit(rate_millihertz=0, burst=5), [0])
        await workers.ask(0, 5)
        await lasting.ask(0)
        workers.go_on(24 * HOUR_MILLISECONDS)
        await workers.buckets[0].remove_full()
        assert await stored_tokens(store, workers.account) == 0
        workers.go_on(5000)
        await workers.buckets[0].remove_full()
        assert await store.read(lambda tx: tx.get(Bucket, (workers.account, OPERATION))) is None
        assert await stored_tokens(store, lasting.account) == 4
        await workers.ask(0, 5)
        await workers.buckets[1].remove_full()
        assert await stored_tokens(store, workers.account) == 0

    runner.run(scenario())
