"""Many records at once: out of a store at one moment, cleared, and filled in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import apsw
import asyncpg
import pytest

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.ports.dumps import Dump, DumpTooLarge
from dialbook.ports.store import Store, StoreUnavailable, Tx
from dialbook.stores import schema
from dialbook.stores.sqlite import open_sqlite
from stores.both import emptied_database
from stores.conftest import NOW
from stores.test_sqlite import spoil

Scenario = Callable[[Store], Awaitable[None]]
KINDS = (Ownership, Change)
ROOM = 2**30


@pytest.fixture(params=["file", "memory", "postgresql"])
def place(request: pytest.FixtureRequest, location: Path) -> Path | str | None:
    """Name a store of each sort."""
    return location if request.param == "file" else "postgresql" if request.param == "postgresql" else None


def with_store(place: Path | str | None, scenario: Scenario) -> None:
    """Run a scenario on a store."""

    async def run() -> None:
        store = await emptied_database() if isinstance(place, str) else open_sqlite(place)
        try:
            await scenario(store)
        finally:
            await store.close()

    asyncio.run(run())


def owned(at: int) -> Ownership:
    """Return one of many records."""
    return Ownership(e164=f"+1206555{at:04}", owner="123456789012", claim_id="one")


def changed(at: int) -> Change:
    """Return one of many changes, whose keys are not in the order in which they are made."""
    return Change(
        account="123456789012",
        subject=f"one/{9 - at}",
        changed_at=NOW,
        change_id="a",
        action="Test",
        principal="tests",
        before=None,
        after=None,
    )


async def put(tx: Tx, *records: Ownership | Change) -> None:
    """Put records."""
    for record in records:
        await tx.put(record)


def rows_of(dump: Dump, kind: type[Ownership | Change]) -> list[object]:
    """Return the first two cells of a kind's rows."""
    [table] = [table for table in dump.tables if table.name == kind.table]
    return list(table.cells(*kind.key[:2], "claim_id") if kind is Ownership else table.cells("subject", "action"))


def test_a_dump_has_all_rows_in_order(place: Path | str | None) -> None:
    """By their keys, and those of the history as they were committed; a kind without records is there too."""

    async def scenario(store: Store) -> None:
        await store.write(lambda tx: put(tx, owned(2), changed(1), owned(1), changed(2)))
        dump = await store.dump((*KINDS, PhoneNumber), ROOM)
        assert dump.schema == schema.newest()
        assert [(table.name, len(table.rows)) for table in dump.tables] == [
            ("number_registry", 2),
            ("history", 2),
            ("phone_numbers", 0),
        ]
        assert rows_of(dump, Ownership) == [("+12065550001", "one"), ("+12065550002", "one")]
        assert rows_of(dump, Change) == [("one/8", "Test"), ("one/7", "Test")]

    with_store(place, scenario)


def test_a_dump_waits_for_no_write(location: Path) -> None:
    """It is taken while one is under way, of what was committed before."""

    async def scenario(store: Store) -> None:
        await store.write(lambda tx: put(tx, owned(1)))
        under_way, go_on = asyncio.Event(), asyncio.Event()

        async def work(tx: Tx) -> None:
            await put(tx, owned(2))
            under_way.set()
            await go_on.wait()

        writing = asyncio.ensure_future(store.write(work))
        await under_way.wait()
        assert len(rows_of(await store.dump(KINDS, ROOM), Ownership)) == 1
        go_on.set()
        await writing
        assert len(rows_of(await store.dump(KINDS, ROOM), Ownership)) == 2

    with_store(location, scenario)


def test_a_dump_of_memory_is_not_of_half_a_write() -> None:
    """There is one connection only, so it waits."""

    async def scenario(store: Store) -> None:
        async def work(tx: Tx) -> None:
            await put(tx, owned(1))
            await asyncio.sleep(0)
            await put(tx, owned(2))

        _, dump = await asyncio.gather(store.write(work), store.dump(KINDS, ROOM))
        assert len(rows_of(dump, Ownership)) in {0, 2}

    with_store(None, scenario)


def test_a_dump_leaves_no_thread(location: Path) -> None:
    """The one that it runs in ends with it."""

    async def scenario(store: Store) -> None:
        before = set(threading.enumerate())
        await store.dump(KINDS, ROOM)
        for thread in set(threading.enumerate()) - before:
            thread.join(10)
        assert set(threading.enumerate()) == before

    with_store(location, scenario)


def test_a_dump_that_is_too_large_is_refused(place: Path | str | None) -> None:
    """By what its columns hold, whatever else the database has."""

    async def scenario(store: Store) -> None:
        await store.write(lambda tx: put(tx, owned(1)))
        held = len("+12065550001" + "123456789012" + "one")
        assert len(rows_of(await store.dump((Ownership,), held), Ownership)) == 1
        with pytest.raises(DumpTooLarge):
            await store.dump((Ownership,), held - 1)
        await store.write(lambda tx: put(tx, owned(2)))  # and it has let go of the database

    with_store(place, scenario)


def test_a_spoilt_file_is_an_outage(location: Path) -> None:
    """As it is for reads and writes."""

    async def fill(store: Store) -> None:
        await store.write(lambda tx: put(tx, *map(owned, range(500))))

    async def scenario(store: Store) -> None:
        with pytest.raises(StoreUnavailable, match="damaged"):
            await store.dump(KINDS, ROOM)

    with_store(location, fill)
    spoil(location, "number_registry")
    with_store(location, scenario)


def test_clear_removes_what_it_says(place: Path | str | None) -> None:
    """Those with these values, or all."""

    async def scenario(store: Store) -> None:
        other = Ownership(e164="+12065550200", owner="210987654321", claim_id="two")
        await store.write(lambda tx: put(tx, owned(1), owned(2), other, changed(1)))
        await store.write(lambda tx: tx.clear(Ownership, {"owner": "123456789012"}))
        assert await store.read(lambda tx: tx.page(Ownership, {}, None, 9)) == [other]
        await store.write(lambda tx: tx.clear(Ownership, {}))
        dump = await store.dump(KINDS, ROOM)
        assert (rows_of(dump, Ownership), len(rows_of(dump, Change))) == ([], 1)

    with_store(place, scenario)


def test_fill_lets_others_in_between(place: Path | str | None) -> None:
    """Many rows do not stop the event loop, and all of them come."""

    async def scenario(store: Store) -> None:
        rows = [[f"+1206{at:07}", None, "one", None] for at in range(3500)]
        turns = 0

        async def ticking() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        async def work(tx: Tx) -> None:
            before = turns
            await tx.fill(Ownership, rows)
            assert turns >= before + 3

        ticker = asyncio.ensure_future(ticking())
        await store.write(work)
        ticker.cancel()
        assert len(await store.read(lambda tx: tx.page(Ownership, {}, None, 9999))) == 3500

    with_store(place, scenario)


def test_what_cannot_be_filled_in_is_undone(place: Path | str | None) -> None:
    """With all that the write did before."""

    async def scenario(store: Store) -> None:
        await store.write(lambda tx: put(tx, owned(1), changed(1)))

        async def work(tx: Tx) -> None:
            await tx.clear(Change, {})
            await tx.clear(Ownership, {})
            await tx.fill(Ownership, [["+1", None, "one", None]] * 2)

        before = await store.dump(KINDS, ROOM)
        with pytest.raises((apsw.ConstraintError, asyncpg.UniqueViolationError)):
            await store.write(work)
        assert await store.dump(KINDS, ROOM) == before

    with_store(place, scenario)


def test_a_read_changes_nothing(place: Path | str | None) -> None:
    """Neither of the two verbs does anything in it."""

    async def scenario(store: Store) -> None:
        with pytest.raises(TypeError, match="in a write"):
            await store.read(lambda tx: tx.clear(Ownership, {}))
        with pytest.raises(TypeError, match="in a write"):
            await store.read(lambda tx: tx.fill(Ownership, []))
        with pytest.raises(ValueError, match="no column"):
            await store.write(lambda tx: tx.clear(Ownership, {"nobody": 1}))

    with_store(place, scenario)
