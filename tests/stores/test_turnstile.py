"""Processes that write to one file take turns, whatever becomes of any of them."""

from __future__ import annotations

import asyncio
import fcntl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from dialbook.domain.registry import Ownership
from dialbook.ports.store import StoreUnavailable
from dialbook.stores.file_place import FilePlace
from dialbook.stores.lane import Lane
from dialbook.stores.limits import Limits
from dialbook.stores.sqlite import SqliteStore, open_sqlite
from dialbook.stores.turnstile import SharedTurn, Turnstile, _try

ProcessStarter = Callable[..., Any]

IMPATIENT = Limits(patience_seconds=0.2)


async def put(store: SqliteStore, name: str) -> None:
    """Write one record."""
    await store.write(lambda tx: tx.put(Ownership(e164=name, owner=None, claim_id="claim")))


async def names(store: SqliteStore) -> list[str]:
    """List the keys of what is committed."""
    return [record.e164 for record in await store.read(lambda tx: tx.page(Ownership, {}, None, 1000))]


def somebody_waits(turnstile: Turnstile) -> bool:
    """Tell whether anybody is in the queue; ``turnstile`` looks, and must not hold or want anything itself."""
    if not _try(turnstile._queue):
        return True
    fcntl.flock(turnstile._queue, fcntl.LOCK_UN)
    return False


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    while not condition():  # noqa: ASYNC110 - what happens elsewhere sets no event
        await asyncio.sleep(0.002)


def test_who_comes_again_is_behind_who_waits(location: Path) -> None:
    """The one who leaves cannot enter at once while another waits; the other one has the turn then."""
    holder, waiter, onlooker = (Turnstile(location) for _ in range(3))
    assert holder.enter_at_once()
    assert not onlooker.enter_at_once()

    async def scenario() -> None:
        lane = Lane("waiter")
        coming = lane.start(waiter.enter)
        await until(lambda: somebody_waits(onlooker))
        holder.leave()
        assert not holder.enter_at_once()
        await coming
        assert not holder.enter_at_once()
        waiter.leave()
        assert holder.enter_at_once()
        waiter.close(lane, 1.0)

    asyncio.run(scenario())


def test_two_busy_processes_both_get_on(location: Path, start_process: ProcessStarter) -> None:
    """Neither of two that write without a pause has less than a twentieth of what both have done."""
    processes = [start_process("write_pairs", location, name, 4, 1_000_000) for name in ("one", "two")]
    for another in processes:
        another.go()
    time.sleep(1)
    for another in processes:
        another.kill()
    counts = [len(another.lines()) - 1 for another in processes]
    assert min(counts) > sum(counts) / 20


def test_a_killed_holder_holds_nobody_up(location: Path, start_process: ProcessStarter) -> None:
    """The turn of a process that dies goes to the one who waits for it."""

    async def scenario() -> None:
        store, onlooker = open_sqlite(location), Turnstile(location)
        holder = start_process("hold_the_turn", location)
        write = asyncio.ensure_future(put(store, "a"))
        await until(lambda: somebody_waits(onlooker))
        assert await names(store) == []
        holder.kill()
        await write
        assert await names(store) == ["a"]
        await store.close()

    asyncio.run(scenario())


def test_patience_ends_and_the_place_is_given_up(location: Path, start_process: ProcessStarter) -> None:
    """A turn that does not come is an outage for who waits; when it comes too late it goes on to the next process."""

    async def scenario() -> None:
        store, onlooker = open_sqlite(location, IMPATIENT), Turnstile(location)
        holder = start_process("hold_the_turn", location)
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match="Another process has been writing"):
                await put(store, "a")
        assert await names(store) == []
        holder.kill()
        await until(onlooker.enter_at_once)
        onlooker.leave()
        await put(store, "b")
        assert await names(store) == ["b"]
        await store.close()

    asyncio.run(scenario())


def test_a_place_in_the_queue_is_kept_for_the_next_write(location: Path, start_process: ProcessStarter) -> None:
    """A write that comes while the turn is still awaited gets it when it comes."""

    async def scenario() -> None:
        store, onlooker = open_sqlite(location, Limits(patience_seconds=1.0)), Turnstile(location)
        holder = start_process("hold_the_turn", location)
        with pytest.raises(StoreUnavailable):
            await put(store, "a")
        assert somebody_waits(onlooker)
        write = asyncio.ensure_future(put(store, "b"))
        await asyncio.sleep(0.01)
        holder.kill()
        await write
        assert await names(store) == ["b"]
        await store.close()

    asyncio.run(scenario())


def test_a_store_closed_while_it_waits_keeps_no_turn(location: Path, start_process: ProcessStarter) -> None:
    """Closing does not wait for a turn that does not come, and gives it back if it comes after everything has ended."""
    onlooker = Turnstile(location)

    async def scenario() -> None:
        store = open_sqlite(location, IMPATIENT)
        holders.append(start_process("hold_the_turn", location))
        write = asyncio.ensure_future(put(store, "a"))
        await until(lambda: somebody_waits(onlooker))
        await store.close()
        with pytest.raises(StoreUnavailable):
            await write

    holders: list[Any] = []
    asyncio.run(scenario())
    holders[0].kill()
    asyncio.run(until(onlooker.enter_at_once))


def test_a_new_file_is_made_in_turn(location: Path, start_process: ProcessStarter) -> None:
    """Whoever creates or upgrades a file waits for the turn; whoever finds it made does not."""
    holder = start_process("hold_the_turn", location)
    with pytest.raises(StoreUnavailable, match="Another process has been writing"):
        open_sqlite(location, IMPATIENT)
    holder.kill()
    asyncio.run(open_sqlite(location, IMPATIENT).close())
    start_process("hold_the_turn", location)
    asyncio.run(open_sqlite(location, IMPATIENT).close())


def test_a_lock_from_elsewhere_is_waited_for(location: Path) -> None:
    """A program that knows no turns, such as the sqlite3 shell, delays a write but neither the loop nor a read."""

    async def scenario() -> None:
        store, stranger = open_sqlite(location), apsw.Connection(str(location))
        stranger.execute("begin immediate")
        write = asyncio.ensure_future(put(store, "a"))
        for _ in range(10):
            await asyncio.sleep(0.002)
            assert await names(store) == []
        stranger.execute("rollback")
        await write
        assert await names(store) == ["a"]
        stranger.close()
        await store.close()

    asyncio.run(scenario())


def test_a_lock_from_elsewhere_that_stays_is_an_outage(location: Path) -> None:
    """After the time of patience the writer is told, and the store goes on when the lock is gone."""

    async def scenario() -> None:
        store, stranger = open_sqlite(location, IMPATIENT), apsw.Connection(str(location))
        stranger.execute("begin immediate")
        with pytest.raises(StoreUnavailable, match="Another program keeps the store locked"):
            await put(store, "a")
        stranger.execute("rollback")
        await put(store, "b")
        assert await names(store) == ["b"]
        stranger.close()
        await store.close()

    asyncio.run(scenario())


def test_a_file_that_somebody_has_alone_cannot_be_opened(location: Path) -> None:
    """A program in SQLite's exclusive mode keeps everybody out; the store opens when it has gone."""
    asyncio.run(open_sqlite(location).close())
    stranger = apsw.Connection(str(location))
    stranger.execute("pragma locking_mode = exclusive; begin exclusive; commit").fetchall()
    with pytest.raises(StoreUnavailable, match="Another program keeps the store locked"):
        open_sqlite(location, IMPATIENT)
    stranger.close()
    asyncio.run(open_sqlite(location).close())


def test_a_read_waits_for_a_lock_from_elsewhere(location: Path) -> None:
    """A reader that meets a lock, as while another process recovers the log, tries again without holding up the loop."""

    async def scenario() -> None:
        store = open_sqlite(location)
        await put(store, "a")
        reading = store._reading
        cursor, locked = reading._cursor, Locked()
        reading._cursor = locked  # type: ignore[assignment]
        read = asyncio.ensure_future(names(store))
        await until(lambda: locked.asked > 2)
        assert not read.done()
        reading._cursor = cursor
        assert await read == ["a"]
        await store.close()

    asyncio.run(scenario())


def test_a_read_that_meets_a_lock_for_too_long_is_an_outage(location: Path) -> None:
    """Its patience ends as a writer's does."""

    async def scenario() -> None:
        store = open_sqlite(location, IMPATIENT)
        store._reading._cursor = Locked()  # type: ignore[assignment]
        with pytest.raises(StoreUnavailable, match="Another program keeps the store locked"):
            await names(store)
        await store.close()

    asyncio.run(scenario())


class Locked:
    """A cursor on a file that somebody else has locked: such a lock lasts microseconds, too short for a test to meet."""

    def __init__(self) -> None:
        self.asked = 0

    def execute(self, _sql: str, _cells: object) -> None:
        """Fail as SQLite does."""
        self.asked += 1
        raise apsw.BusyError


def test_a_turn_that_comes_as_the_patience_ends_is_kept(tmp_path: Path) -> None:
    """Who waits takes it just before it is looked whether anybody still wants it."""
    left: list[None] = []

    class Free:
        def enter_at_once(self) -> bool:
            return False

        def enter(self) -> None: ...

        def leave(self) -> None:
            left.append(None)

    class Slow:
        def start(self, _: object) -> asyncio.Future[None]:
            self.coming = asyncio.get_running_loop().create_future()
            return self.coming

    async def scenario() -> None:
        lane, loop = Slow(), asyncio.get_running_loop()
        turn = SharedTurn(Free(), lane, FilePlace(tmp_path), 0.02)  # type: ignore[arg-type]
        acquiring = asyncio.create_task(turn.acquire())
        await asyncio.sleep(0)
        loop.call_at(loop.time() + 0.021, lambda: lane.coming.set_result(None))
        time.sleep(0.05)  # noqa: ASYNC251 - so that both come in one turn of the loop
        await acquiring
        await asyncio.sleep(0.01)

    asyncio.run(scenario())

    assert left == []
