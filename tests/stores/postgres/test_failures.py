"""Servers that refuse, hang, go away and come back."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from typing import Any

import asyncpg
import pytest

from dialbook.domain.registry import Ownership
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.server.ids import fraction
from dialbook.stores.postgres.failures import UNKNOWN
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import BUSY, CLOSED
from dialbook.stores.postgres.store import PostgresStore, open_postgres
from postgres import cluster, name_of
from stores.both import LIMITS
from stores.postgres.attempts import HASTY, everything, kill_connections, owned, put
from stores.postgres.conftest import with_store
from stores.postgres.proxy import Cut, Wire


def test_a_server_that_takes_connections_and_says_nothing(url: str) -> None:
    """It is given up after a while."""

    async def scenario(store: PostgresStore) -> None:
        with pytest.raises(StoreUnavailable, match=r"^PostgreSQL does not answer\.$"):
            await store.read(everything)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with_store(url.replace(f":{cluster().port}/", f":{port}/"), scenario, HASTY)


def test_a_server_that_hangs_in_the_middle(url: str) -> None:
    """The request ends in time, and the next one goes over another connection."""

    async def scenario(store: PostgresStore) -> None:
        await store.write(put)
        [pid] = [row[0] for row in cluster().run(f"select pid from pg_stat_activity where datname = '{name_of(url)}'")]
        os.kill(pid, signal.SIGSTOP)
        try:
            with pytest.raises(StoreUnavailable, match="did not answer in time"):
                await store.write(put)
            assert await store.read(everything) == [owned()]
        finally:
            os.kill(pid, signal.SIGCONT)

    with_store(url, scenario, HASTY)


def test_connections_that_were_lost_are_made_again(url: str) -> None:
    """Nobody notices that the server has ended those that were idle."""

    async def scenario(store: PostgresStore) -> None:
        await asyncio.gather(*(store.write(lambda tx, at=at: tx.put(owned(f"+{at}"))) for at in range(4)))  # type: ignore[misc]
        kill_connections(url)
        assert len(await store.read(everything)) == 4
        kill_connections(url)
        await store.write(put)
        assert len(await store.read(everything)) == 5

    with_store(url, scenario)


def test_a_write_that_loses_its_connection_begins_anew(url: str) -> None:
    """Before the commit nothing has happened, so it may: once, all of it."""

    async def scenario(store: PostgresStore) -> None:
        runs = []

        async def work(tx: Tx) -> None:
            runs.append(len(await everything(tx)))
            await tx.put(owned(claim_id="first"))
            if len(runs) == 1:
                kill_connections(url)
            await tx.put(owned("+1"))

        await store.write(work)
        assert runs == [0, 0]
        assert len(await store.read(everything)) == 2

    with_store(url, scenario)


@pytest.mark.parametrize(("cut", "made"), [("before", 0), ("after", 1)])
def test_a_commit_whose_outcome_is_unknown_is_no_success(url: str, cut: Cut, made: int) -> None:
    """Whether the server has made it or not, and the work is not run again."""

    async def scenario() -> None:
        wire, runs = Wire(cluster().port, b"commit", cut), []

        async def work(tx: Tx) -> None:
            await put(tx)
            runs.append(1)

        async with wire.between(url) as through:
            store = open_postgres(through, fraction, LIMITS)
            assert await store.read(everything) == []
            wire.armed = True
            with pytest.raises(StoreUnavailable) as outage:
                await store.write(work)
            assert str(outage.value) == UNKNOWN
            wire.armed = False
            assert len(await store.read(everything)) == made
            assert len(runs) == 1
            await store.close()

    asyncio.run(scenario())


def test_a_commit_that_no_standby_has_confirmed_is_no_success(url: str) -> None:
    """PostgreSQL ends such a wait with a warning and calls it a commit."""
    shared = cluster()
    waiting = f"select pid from pg_stat_activity where datname = '{name_of(url)}' and wait_event = 'SyncRep'"

    async def scenario(store: PostgresStore) -> None:
        await store.read(everything)
        shared.run("alter system set synchronous_standby_names = 'nobody'")
        shared.run("select pg_reload_conf()")
        try:
            writing = asyncio.ensure_future(store.write(put))
            found: list[Any] = []
            while not found:
                found = shared.run(waiting)
                await asyncio.sleep(0.01)
            shared.run(f"select pg_cancel_backend({found[0][0]})")
            with pytest.raises(StoreUnavailable) as outage:
                await writing
            assert str(outage.value) == UNKNOWN
        finally:
            shared.run("alter system reset synchronous_standby_names")
            shared.run("select pg_reload_conf()")

    with_store(url, scenario)


def test_a_host_that_takes_no_writes_any_more_is_left(url: str) -> None:
    """As after a switch-over: the connection is given up and another one made."""

    async def scenario(store: PostgresStore) -> None:
        await store.write(put)
        link = await store._links.take()
        await link.execute("set session characteristics as transaction read only")
        store._links.give_back(link)
        await store.write(lambda tx: tx.put(owned("+1")))
        assert len(await store.read(everything)) == 2

    with_store(url, scenario)


def test_a_lock_that_somebody_keeps(url: str) -> None:
    """Whoever waits for it is told that the store is unavailable, and others are served."""

    async def scenario(store: PostgresStore) -> None:
        await store.write(put)
        held, go_on = asyncio.Event(), asyncio.Event()

        async def hold(tx: Tx) -> None:
            await tx.get(Ownership, ("+12065550100",))
            held.set()
            await go_on.wait()

        holding = asyncio.ensure_future(store.write(hold))
        await held.wait()
        with pytest.raises(StoreUnavailable, match="Too many writers"):
            await store.write(lambda tx: tx.get(Ownership, ("+12065550100",)))
        await store.write(lambda tx: tx.put(owned("+1")))
        go_on.set()
        await holding

    with_store(url, scenario, HASTY)


def test_two_that_wait_for_each_other_both_get_on(url: str) -> None:
    """One of them begins anew."""

    async def scenario(store: PostgresStore) -> None:
        await store.write(lambda tx: tx.put(owned("+1", "0")))
        await store.write(lambda tx: tx.put(owned("+2", "0")))
        both = asyncio.Barrier(2)
        first_runs = set()

        async def add(order: list[str], tx: Tx) -> None:
            for at, e164 in enumerate(order):
                found = await tx.get(Ownership, (e164,))
                assert found is not None
                await tx.put(owned(e164, str(int(found.claim_id) + 1)), found)
                if at == 0 and e164 not in first_runs:
                    first_runs.add(e164)
                    await both.wait()

        await asyncio.gather(
            store.write(lambda tx: add(["+1", "+2"], tx)), store.write(lambda tx: add(["+2", "+1"], tx))
        )
        assert [each.claim_id for each in await store.read(everything)] == ["2", "2"]

    with_store(url, scenario)


def test_all_connections_are_busy(url: str) -> None:
    """Those who come wait for one, but not for ever."""

    async def scenario(store: PostgresStore) -> None:
        go_on, both = asyncio.Event(), asyncio.Barrier(HASTY.connections + 1)

        async def wait(tx: Tx) -> None:
            await everything(tx)
            await both.wait()
            await go_on.wait()

        holding = [asyncio.ensure_future(store.write(wait)) for _ in range(HASTY.connections)]
        await both.wait()
        with pytest.raises(StoreUnavailable) as outage:
            await store.read(everything)
        assert str(outage.value) == BUSY
        queued = [asyncio.ensure_future(store.read(everything)) for _ in range(5)]
        await asyncio.sleep(0.01)
        queued[0].cancel()
        go_on.set()
        results = await asyncio.gather(*queued, *holding, return_exceptions=True)
        assert [type(result) for result in results[:5]] == [asyncio.CancelledError, *[list] * 4]
        assert await asyncio.gather(*(store.read(everything) for _ in range(9))) == [[]] * 9

    with_store(url, scenario, HASTY)


def test_a_cancelled_write_is_undone(url: str) -> None:
    """Wherever it is cancelled, the next one is served as if it had not been."""

    async def scenario(store: PostgresStore) -> None:
        for steps in range(12):
            writing = asyncio.ensure_future(store.write(put))
            for _ in range(steps):
                await asyncio.sleep(0.0003)
            writing.cancel()
            [result] = await asyncio.gather(writing, return_exceptions=True)
            found = await store.read(everything)
            assert isinstance(result, asyncio.CancelledError) or found == [owned()]
            await store.write(lambda tx: tx.delete(owned()))
            assert await store.read(everything) == []

    with_store(url, scenario)


def test_a_closed_store_is_closed(url: str) -> None:
    """What was accepted is finished; nothing more is."""

    async def scenario(store: PostgresStore) -> None:
        begun = asyncio.Event()

        async def work(tx: Tx) -> None:
            begun.set()
            await asyncio.sleep(0.05)
            await put(tx)

        writing = asyncio.ensure_future(store.write(work))
        await begun.wait()
        await store.close()
        assert writing.done()
        await writing
        with pytest.raises(StoreUnavailable) as outage:
            await store.read(everything)
        assert str(outage.value) == CLOSED
        await store.close()

    with_store(url, scenario)
    assert len(with_store(url, lambda store: store.read(everything))) == 1


def test_an_error_of_a_statement_shows_no_row(url: str) -> None:
    """What PostgreSQL says in detail has the number in it."""

    async def scenario(store: PostgresStore) -> None:
        async def work(tx: Tx) -> None:
            await tx.fill(Ownership, [["+12065550100", None, "one", None]] * 2)

        with pytest.raises(asyncpg.UniqueViolationError) as caught:
            await store.write(work)
        assert "2065550100" not in str(caught.value)
        assert await store.read(everything) == []

    with_store(url, scenario)


def test_a_work_that_hides_an_error_is_not_believed(url: str) -> None:
    """PostgreSQL does nothing more in such a transaction, and would call its end a commit."""

    async def scenario(store: PostgresStore) -> None:
        async def work(tx: Tx) -> None:
            await put(tx)
            with contextlib.suppress(asyncpg.NotNullViolationError):
                await tx.fill(Ownership, [["+1", None, None, None]])

        with pytest.raises(asyncpg.NotNullViolationError):
            await store.write(work)
        assert await store.read(everything) == []

    with_store(url, scenario)


def test_pauses_grow_and_differ(url: str) -> None:
    """Between attempts there is more and more time, with chance in it, and never too much."""
    low, high = (PostgresStore(url, Limits(), lambda drawn=drawn: drawn) for drawn in (0.0, 1.0))  # type: ignore[misc]
    assert [low._pause(attempt) for attempt in (1, 2, 3, 30)] == [0.001, 0.002, 0.004, 0.125]
    assert [high._pause(attempt) for attempt in (1, 2, 3, 30)] == [0.002, 0.004, 0.008, 0.25]
