"""The history as a feed: everything once, in the order in which it was committed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import apsw

from dialbook.domain.history import Change
from dialbook.ports.store import Store, Tx
from dialbook.stores import statements
from dialbook.stores.rows import mapper_of
from dialbook.stores.sqlite import open_sqlite
from stores.both import on_both
from stores.conftest import NOW
from stores.test_schema import create_older

ACCOUNT, SUBJECT = "123456789012", "phone_numbers/+12065550100"


def change(change_id: str, **members: Any) -> Change:
    """Return a change with this id."""
    given: dict[str, Any] = {
        "account": ACCOUNT,
        "subject": SUBJECT,
        "changed_at": NOW,
        "action": "Test",
        "principal": "tests",
        "before": None,
        "after": "{}",
    }
    return Change(change_id=change_id, **(given | members))


async def put(store: Store, *changes: Change) -> None:
    """Write changes in one transaction."""

    async def work(tx: Tx) -> None:
        for each in changes:
            await tx.put(each)

    await store.write(work)


async def read_all(store: Store, after: int, limit: int) -> list[tuple[int, Change]]:
    """Read the feed to its end, a page at a time."""
    found: list[tuple[int, Change]] = []
    while page := await store.feed(found[-1][0] if found else after, limit):
        found += page
    return found


def with_store(location: Path | None, scenario: Callable[[Store], Any]) -> None:
    """Run a scenario on a store."""

    async def run() -> None:
        store = open_sqlite(location)
        try:
            await scenario(store)
        finally:
            await store.close()

    asyncio.run(run())


@on_both()
async def test_the_feed_has_the_order_of_the_commits(store: Store) -> None:
    """Whatever times and ids say; each change as it was put, and each only once however long the pages are."""
    members = {
        "region": "us-east-1",
        "access_key_id": "test",
        "source_address": "::1",
        "user_agent": "a",
        "parameters": "{}",
    }
    put_so = [
        change("b"),
        change("a", changed_at=NOW - timedelta(days=1)),
        change("c", account="999999999999", **members),
    ]

    assert await store.feed(0, 10) == []
    beginning = await store.feed_end()
    for each in put_so:
        await put(store, each)
    whole = await store.feed(0, 10)
    assert [each for _, each in whole] == put_so
    assert [position for position, _ in whole] == sorted({position for position, _ in whole})
    assert whole[0][0] > beginning
    assert await read_all(store, 0, 1) == await read_all(store, 0, 2) == whole
    assert await store.feed(whole[0][0], 10) == whole[1:]
    end = await store.feed_end()
    assert end >= whole[-1][0]
    await put(store, change("d"))
    assert [each.change_id for _, each in await store.feed(end, 10)] == ["d"]


@on_both()
async def test_what_is_undone_was_never_in_the_feed(store: Store) -> None:
    """Neither a work that fails, nor its neighbours' places."""

    async def fail(tx: Tx) -> None:
        await tx.put(change("undone"))
        raise ValueError

    results = await asyncio.gather(
        put(store, change("a")), store.write(fail), put(store, change("b")), return_exceptions=True
    )
    assert [type(result) for result in results] == [type(None), ValueError, type(None)]
    assert sorted(each.change_id for _, each in await store.feed(0, 10)) == ["a", "b"]


def test_a_position_is_never_used_twice(location: Path) -> None:
    """Not even when everything is deleted: whoever has read to the end hears of what comes then."""

    async def scenario(store: Store) -> None:
        await put(store, change("a"), change("b"))
        end = await store.feed_end()
        other = apsw.Connection(str(location))
        other.execute("delete from history")
        other.close()
        assert await store.feed_end() == 0
        await put(store, change("c"))
        assert [each.change_id for _, each in await store.feed(end, 10)] == ["c"]

    with_store(location, scenario)


def test_restored_history_is_not_told_again(location: Path) -> None:
    """It has positions below 0, and the history of a record shows it in its old place."""

    async def scenario(store: Store) -> None:
        await put(store, change("new", changed_at=NOW - timedelta(days=1)))
        other = apsw.Connection(str(location))
        for position, change_id in ((-1, "second"), (-2, "first")):
            other.execute(
                "insert into history (position, account, subject, changed_at, change_id, action, principal)"
                " values (?, ?, ?, ?, ?, 'Test', 'tests')",
                (position, ACCOUNT, SUBJECT, "2026-03-01T12:00:00.000Z", change_id),
            )
        other.close()
        assert [each.change_id for _, each in await store.feed(-5, 10)] == ["new"]
        assert [each.change_id for each in await store.history(ACCOUNT, SUBJECT)] == ["first", "second", "new"]
        assert await store.history(ACCOUNT, "phone_numbers/+12065550101") == []

    with_store(location, scenario)


def test_several_processes_write_one_feed(location: Path, start_process: Callable[..., Any]) -> None:
    """Whoever follows while they write sees each change once, those of one process in its order, and nothing behind what was read."""
    asyncio.run(open_sqlite(location).close())
    names, count = ["a", "b"], 100
    processes = [start_process("write_changes", location, name, count) for name in names]

    async def scenario(store: Store) -> None:
        seen: list[tuple[int, Change]] = []
        for process in processes:
            process.go()
        async with asyncio.timeout(60):
            while len(seen) < count * len(names):
                seen += await store.feed(seen[-1][0] if seen else 0, 7)
                await asyncio.sleep(0)
        assert seen == await read_all(store, 0, 1000)
        for name in names:
            own = [each.change_id for _, each in seen if each.change_id.startswith(name)]
            assert own == [f"{name}/{number}" for number in range(count)]

    with_store(location, scenario)


def test_older_history_comes_in_the_order_of_its_times(location: Path) -> None:
    """What was written before there were positions gets some."""
    connection = create_older(location, 7)
    for moment, change_id in (("2026-03-02", "b"), ("2026-03-01", "c"), ("2026-03-02", "a")):
        connection.execute(
            "insert into history values (?, ?, ?, ?, 'Test', 'tests', null, '{}')",
            (ACCOUNT, SUBJECT, f"{moment}T12:00:00.000Z", change_id),
        )
    connection.close()

    async def scenario(store: Store) -> None:
        assert [each.change_id for _, each in await store.feed(0, 10)] == ["c", "a", "b"]
        await put(store, change("d"))
        assert [each.change_id for _, each in await store.feed(0, 10)] == ["c", "a", "b", "d"]

    with_store(location, scenario)


def test_the_feed_is_read_by_its_index(location: Path) -> None:
    """A look costs as much as it finds, not as much as there is."""
    asyncio.run(open_sqlite(location).close())
    connection = apsw.Connection(str(location))
    feed = connection.execute(f"explain query plan {statements.select_feed(mapper_of(Change))}", (0, 1)).fetchall()
    end = connection.execute(f"explain query plan {statements.select_feed_end(mapper_of(Change))}").fetchall()
    assert "SEARCH history USING INTEGER PRIMARY KEY" in str(feed[0][3])
    assert "SEARCH history" in str(end[0][3])
