"""A primary that goes away and a standby that takes its place, a standby that goes away, and roads that lead nowhere."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator

import msgspec
import pytest

from dialbook.domain.registry import Ownership
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.server.ids import fraction
from dialbook.stores.postgres.failures import NOT_WRITABLE, UNCONFIRMED, UNKNOWN, UNREACHABLE
from dialbook.stores.postgres.hosts import one_by_one
from dialbook.stores.postgres.store import PostgresStore, open_postgres
from postgres import Cluster
from standby import Pair, pair
from stores.postgres.attempts import HASTY, everything, owned
from stores.postgres.conftest import with_store
from stores.postgres.proxy import Road

PATIENT = msgspec.structs.replace(
    HASTY, connect_seconds=1.0, statement_seconds=1.0, commit_seconds=1.0, patience_seconds=2.0
)


@pytest.fixture(scope="module")
def both() -> Iterator[Pair]:
    """Have a primary and a standby; each test leaves them so, with the records that it wrote."""
    with pair() as made:
        yield made


async def names(store: PostgresStore) -> set[str]:
    """Return the keys of all records."""
    return {each.e164 for each in await store.read(lambda tx: tx.page(Ownership, {}, None, 9999))}


def putting(e164: str) -> Callable[[Tx], Awaitable[None]]:
    """Return a work that puts a record."""
    return lambda tx: tx.put(owned(e164))


async def insist(store: PostgresStore, e164: str) -> None:
    """Put a record, and again until it is acknowledged."""
    async with asyncio.timeout(20):
        while True:
            try:
                await store.write(putting(e164))
            except StoreUnavailable:
                await asyncio.sleep(0.05)
            else:
                return


async def until(condition: Callable[[], object]) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - it is another process's state
            await asyncio.sleep(0.02)


async def until_there(store: PostgresStore, keys: set[str]) -> None:
    """Wait until there are these records: what has waited for a standby is seen a moment after that has it."""
    async with asyncio.timeout(20):
        while await names(store) != keys:  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(0.02)


def test_a_url_of_several_hosts_is_one_for_each() -> None:
    """With the same user, password, database and parameters."""
    assert one_by_one("postgresql://a:b%40c@h1:1,[::1]:2,h3/d?sslmode=require") == [
        f"postgresql://a:b%40c@{host}/d?sslmode=require" for host in ("h1:1", "[::1]:2", "h3")
    ]
    assert one_by_one("postgresql:///d") == ["postgresql:///d"]


def test_the_host_that_takes_writes_is_found(both: Pair) -> None:
    """Wherever it stands among hosts that are read-only, gone or silent."""

    async def scenario(store: PostgresStore) -> None:
        await insist(store, "+found")

    gone = Cluster(both.primary._home)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mute = Cluster(both.primary._home)
        mute.port = silent.getsockname()[1]
        with_store(both.url(mute, gone, both.standby, both.primary), scenario, HASTY)
        with_store(both.url(both.primary, mute), scenario, HASTY)


def test_what_is_wrong_with_several_hosts_is_told(both: Pair) -> None:
    """By the one that says most: one that is read-only says more than one that is gone."""

    async def refused(store: PostgresStore) -> str:
        with pytest.raises(StoreUnavailable) as outage:
            await store.read(everything)
        return str(outage.value)

    gone = Cluster(both.primary._home)
    assert with_store(both.url(gone, both.standby, gone), refused, HASTY) == NOT_WRITABLE
    assert with_store(both.url(gone, gone), refused, HASTY) == UNREACHABLE
    wrong = both.url(both.standby, both.primary).replace("postgres:", "nobody:", 1)
    assert with_store(wrong, refused, HASTY) == "PostgreSQL refuses the user or the password of the store."


def test_without_its_standby_nothing_is_acknowledged_and_nothing_shown(both: Pair) -> None:
    """A commit waits and its request is told that the outcome is unknown; further ones are refused at once, and reads go on."""

    async def scenario(store: PostgresStore) -> None:
        before = await names(store)
        with both.without_confirmations():
            with pytest.raises(StoreUnavailable) as outage:
                await store.write(putting("+late"))
            assert str(outage.value) == UNKNOWN
            await until(lambda: both.primary.run(OLD_WAIT))
            for _ in range(3):
                with pytest.raises(StoreUnavailable) as outage:
                    await store.write(putting("+never"))
                assert str(outage.value) == UNCONFIRMED
            assert await names(store) == before
            later = open_postgres(both.url(), fraction, HASTY)
            assert await names(later) == before
            await later.close()
            assert len(both.primary.run("select pid from pg_stat_activity where wait_event = 'SyncRep'")) == 1
        await insist(store, "+after")
        await until_there(store, before | {"+late", "+after"})

    with_store(both.url(), scenario, HASTY)


OLD_WAIT = "select pid from pg_stat_activity where wait_event = 'SyncRep' and clock_timestamp() - query_start > interval '1 second'"


def test_a_request_that_is_cancelled_does_not_end_the_wait(both: Pair) -> None:
    """What waits for the standby stays unseen until that has it, even when nobody asks for it any more."""

    async def scenario(store: PostgresStore) -> None:
        before = await names(store)
        with both.without_confirmations():
            writing = asyncio.ensure_future(store.write(putting("+cancelled")))
            await until(both.commits_wait)
            writing.cancel()
            await asyncio.wait((writing,))
            await names(store)
            assert both.commits_wait()
            assert await names(store) == before
        await until_there(store, before | {"+cancelled"})

    with_store(both.url(), scenario)


def test_a_road_that_leads_nowhere_any_more(both: Pair) -> None:
    """Nothing that was acknowledged is lost when the standby takes over from a primary that nobody reaches, and service goes on."""

    async def scenario() -> None:
        road = Road(both.primary.port)
        async with road.between(both.url()) as through:
            store = open_postgres(through, fraction, PATIENT)
            await asyncio.gather(*(insist(store, f"+road {at}") for at in range(5)))
            road.hang()
            outcomes = await asyncio.gather(
                *(store.write(putting(f"+hung {at}")) for at in range(2)),
                store.read(everything),
                return_exceptions=True,
            )
            assert all(isinstance(outcome, StoreUnavailable) for outcome in outcomes)
            with pytest.raises(StoreUnavailable) as outage:
                await store.read(everything)
            assert str(outage.value) == NOT_WRITABLE
            both.promote()
            await insist(store, "+by another road")
            assert await names(store) >= {f"+road {at}" for at in range(5)} | {"+by another road"}
            await store.close()

    asyncio.run(scenario())
    both.swap()


def test_a_switch_over(both: Pair) -> None:
    """The primary is stopped in order, the standby takes over, the old primary follows it and takes no writes: service goes on."""

    async def scenario(store: PostgresStore) -> None:
        acknowledged, ended = set[str](), asyncio.Event()

        async def load(client: int) -> None:
            at = 0
            while not ended.is_set():
                await insist(store, f"+{client} {at}")
                acknowledged.add(f"+{client} {at}")
                at += 1

        clients = [asyncio.ensure_future(load(client)) for client in range(3)]
        await until(lambda: len(acknowledged) > 30)
        await asyncio.to_thread(both.primary.shut_down)
        await asyncio.to_thread(both.promote)
        await asyncio.to_thread(both.swap)
        count = len(acknowledged)
        await until(lambda: len(acknowledged) > count + 30)
        ended.set()
        await asyncio.gather(*clients)
        assert await names(store) >= acknowledged
        assert both.standby.run("show transaction_read_only")[0][0] == "on"

    with_store(both.url(), scenario)
