"""Writes share a commit and nothing else: each succeeds or fails on its own, and none is answered before it is durable."""

from __future__ import annotations

import asyncio
import contextlib
import resource
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import apsw
import pytest

from dialbook.domain.registry import Ownership
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.stores.limits import Limits
from dialbook.stores.sqlite import SqliteStore, open_sqlite

Work = Callable[[Tx], Awaitable[None]]


def owned(name: str, owner: str | None = None) -> Ownership:
    """Make a record with this key."""
    return Ownership(e164=name, owner=owner, claim_id="claim")


def putting(name: str) -> Work:
    """Make a work that puts one record."""
    return lambda tx: tx.put(owned(name))


def refusing(name: str) -> Work:
    """Make a work that puts one record and then changes its mind."""

    async def work(tx: Tx) -> None:
        await tx.put(owned(name))
        raise LookupError(name)

    return work


async def names(store: SqliteStore) -> list[str]:
    """List the keys of what is committed."""
    return [record.e164 for record in await store.read(lambda tx: tx.page(Ownership, {}, None, 1000))]


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, location: Path) -> Iterator[SqliteStore]:
    """Open a store of each sort."""
    opened = open_sqlite(location if request.param == "file" else None, Limits(patience_seconds=0.2))
    yield opened
    asyncio.run(opened.close())


@pytest.fixture
def file_store(location: Path) -> Iterator[SqliteStore]:
    """Open a store on a file."""
    opened = open_sqlite(location)
    yield opened
    asyncio.run(opened.close())


def test_a_refused_work_is_undone_and_its_neighbours_are_not(store: SqliteStore) -> None:
    """In one batch, the work that raises gets its exception and leaves nothing behind."""

    async def scenario() -> None:
        works = [putting("a"), refusing("b"), putting("c"), refusing("d"), putting("e")]
        results = await asyncio.gather(*map(store.write, works), return_exceptions=True)
        assert [type(result) for result in results] == [type(None), LookupError, type(None), LookupError, type(None)]
        assert await names(store) == ["a", "c", "e"]

    asyncio.run(scenario())


def test_works_run_in_the_order_of_their_arrival(store: SqliteStore) -> None:
    """Each sees what those before it have written, in the same batch or an earlier one."""

    async def count(tx: Tx) -> int:
        seen = len(await tx.page(Ownership, {}, None, 1000))
        await tx.put(owned(f"{seen:04}"))
        return seen

    async def scenario() -> None:
        assert await asyncio.gather(*(store.write(count) for _ in range(600))) == list(range(600))

    asyncio.run(scenario())


def test_nothing_is_seen_or_answered_before_the_commit(
    file_store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the commit waits for the disk, a read sees the state before, and neither success nor refusal is told."""

    async def scenario() -> None:
        loop, reached, released = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        commit = file_store._commits._beside

        async def slow(call: Callable[[], None]) -> None:
            reached.set()
            await released.wait()
            await commit(call)

        monkeypatch.setattr(file_store._commits, "_beside", slow)
        writes = [loop.create_task(file_store.write(work)) for work in (putting("a"), refusing("b"))]
        await reached.wait()
        await asyncio.sleep(0)
        assert not any(write.done() for write in writes)
        assert await names(file_store) == []
        released.set()
        await asyncio.wait(writes)
        assert isinstance(writes[1].exception(), LookupError)
        assert await names(file_store) == ["a"]

    asyncio.run(scenario())


def test_a_cancelled_writer_disturbs_nobody(store: SqliteStore) -> None:
    """The work of who goes away before the batch begins is not even begun; the others are answered."""
    begun: list[str] = []

    async def work(tx: Tx, name: str) -> None:
        begun.append(name)
        await tx.put(owned(name))

    async def scenario() -> None:
        writes = [asyncio.ensure_future(store.write(partial(work, name=name))) for name in "abc"]
        await asyncio.sleep(0)
        writes[1].cancel()
        results = await asyncio.gather(*writes, return_exceptions=True)
        assert [type(result) for result in results] == [type(None), asyncio.CancelledError, type(None)]
        assert begun == await names(store) == ["a", "c"]
        await store.write(putting("d"))
        assert await names(store) == ["a", "c", "d"]

    asyncio.run(scenario())


def test_a_writer_cancelled_in_the_middle_has_nothing_written(store: SqliteStore) -> None:
    """A command that is interrupted while its work waits for something leaves nothing behind."""

    async def scenario() -> None:
        begun, goes_on = asyncio.Event(), asyncio.Event()

        async def work(tx: Tx) -> None:
            await tx.put(owned("a"))
            begun.set()
            await goes_on.wait()
            await tx.put(owned("b"))

        write = asyncio.ensure_future(store.write(work))
        await begun.wait()
        write.cancel()
        await asyncio.wait((write,))
        goes_on.set()
        await store.write(putting("c"))
        assert await names(store) == ["c"]

    asyncio.run(scenario())


def test_a_read_does_not_see_a_work_that_is_suspended(store: SqliteStore) -> None:
    """Even in memory, where both share a connection: the read waits there, and elsewhere sees the state before."""

    async def scenario() -> None:
        begun, goes_on = asyncio.Event(), asyncio.Event()

        async def work(tx: Tx) -> None:
            await tx.put(owned("a"))
            begun.set()
            await goes_on.wait()
            raise LookupError

        write = asyncio.ensure_future(store.write(work))
        await begun.wait()
        read = asyncio.ensure_future(names(store))
        await asyncio.sleep(0)
        goes_on.set()
        assert await read == []
        with pytest.raises(LookupError):
            await write

    asyncio.run(scenario())


def test_what_a_work_cancels_within_itself_stops_nobody_else(store: SqliteStore) -> None:
    """A work that ends in a cancellation of its own is undone, and its caller is the only one who hears of it."""

    async def work(tx: Tx) -> None:
        await tx.put(owned("a"))
        raise asyncio.CancelledError

    async def scenario() -> None:
        results = await asyncio.gather(store.write(work), store.write(putting("b")), return_exceptions=True)
        assert [type(result) for result in results] == [asyncio.CancelledError, type(None)]
        assert await names(store) == ["b"]

    asyncio.run(scenario())


def pages(store: SqliteStore, most: int) -> None:
    """Let the database have at most so many pages, as a full disk does."""
    store._commits._connection.execute(f"pragma max_page_count = {most}")


async def fill(tx: Tx) -> None:
    """Put more than a small database can hold."""
    for number in range(200):
        await tx.put(owned(f"{number:04}", "x" * 1000))


def test_a_full_store_fails_clearly_and_recovers(store: SqliteStore) -> None:
    """Whoever shares the batch hears of it, even who refused; nothing is left, and it goes on when there is room."""

    async def scenario() -> None:
        await store.write(putting("a"))
        pages(store, 20)
        works = [putting("b"), refusing("c"), fill, putting("d")]
        results = await asyncio.gather(*map(store.write, works), return_exceptions=True)
        assert [type(result) for result in results[:3]] == [StoreUnavailable] * 3
        assert str(results[0]) == "The store is out of space."
        assert isinstance(results[0], StoreUnavailable)
        assert results[0].__cause__ is not None
        assert results[0] is not results[1]  # tracebacks of several tasks would mix in one exception
        assert await names(store) == (["a"] if results[3] else ["a", "d"])
        pages(store, 1_000_000)
        await store.write(fill)
        assert len(await names(store)) >= 201

    asyncio.run(scenario())


def test_a_work_that_hides_an_outage_is_not_believed(store: SqliteStore) -> None:
    """SQLite may have undone the transaction, so what the work does afterwards must not be committed either."""

    async def work(tx: Tx) -> None:
        with contextlib.suppress(StoreUnavailable):
            await fill(tx)
        with contextlib.suppress(StoreUnavailable):
            await tx.put(owned("after"))

    async def scenario() -> None:
        pages(store, 20)
        with pytest.raises(StoreUnavailable, match="out of space"):
            await store.write(work)
        assert await names(store) == []

    asyncio.run(scenario())


def length(path: str) -> int:
    """Return the length of a file."""
    return Path(path).stat().st_size


@contextlib.contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Have the kernel refuse every write beyond this length, as a broken disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_failed_commit_is_everybodys_failure(file_store: SqliteStore, location: Path) -> None:
    """When the disk refuses the commit itself, nobody is told of success, nothing is there, and anybody's next commit works."""

    async def scenario() -> None:
        await file_store.write(putting("a"))
        with no_file_longer_than(length(f"{location}-wal")):
            works = [putting("b"), refusing("c"), putting("d")]
            results = await asyncio.gather(*map(file_store.write, works), return_exceptions=True)
        assert [type(result) for result in results] == [StoreUnavailable] * 3
        assert {str(result) for result in results} == {"The disk of the store reports an error."}
        assert await names(file_store) == ["a"]
        apsw.Connection(str(location)).execute("begin immediate")
        await file_store.write(putting("e"))
        assert await names(file_store) == ["a", "e"]

    asyncio.run(scenario())


def test_a_programming_error_stays_what_it_is(store: SqliteStore) -> None:
    """A record that the table forbids fails its own work with SQLite's error, not as an outage."""

    async def scenario() -> None:
        results = await asyncio.gather(
            store.write(lambda tx: tx.put(owned(None))),  # type: ignore[arg-type]
            store.write(putting("b")),
            return_exceptions=True,
        )
        assert [type(result) for result in results] == [apsw.ConstraintError, type(None)]
        assert await names(store) == ["b"]

    asyncio.run(scenario())


def count_commits(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows with every commit."""
    made: list[int] = []
    commit = store._commits._commit

    def counted() -> None:
        made.append(len(made))
        commit()

    monkeypatch.setattr(store._commits, "_commit", counted)
    return made


def test_a_batch_has_a_greatest_size(location: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit waits for the next commit, and nothing is lost."""

    async def scenario() -> None:
        store = open_sqlite(location, Limits(batch_works=2))
        commits = count_commits(store, monkeypatch)
        await asyncio.gather(*(store.write(putting(name)) for name in "abcde"))
        assert await names(store) == list("abcde")
        assert len(commits) == 3
        await store.close()

    asyncio.run(scenario())


def test_what_has_arrived_joins_the_batch(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that is on its way when another is about to begin shares its commit: the disk is what takes long."""

    async def scenario() -> None:
        commits = count_commits(store, monkeypatch)
        first = asyncio.ensure_future(store.write(putting("a")))
        await asyncio.sleep(0)
        await asyncio.gather(first, store.write(putting("b")))
        assert await names(store) == ["a", "b"]
        assert len(commits) == 1

    asyncio.run(scenario())


def test_a_batch_has_a_greatest_length(location: Path) -> None:
    """However short the time for a batch is, each takes at least one work, so all come to an end."""

    async def scenario() -> None:
        store = open_sqlite(location, Limits(batch_seconds=-1.0))
        await asyncio.gather(*(store.write(putting(name)) for name in "abcde"))
        assert await names(store) == list("abcde")
        await store.close()

    asyncio.run(scenario())


async def suspended(store: SqliteStore) -> asyncio.Task[None]:
    """Start a write that has put one record and waits for something that never comes."""
    begun = asyncio.Event()

    async def work(tx: Tx) -> None:
        await tx.put(owned("suspended"))
        begun.set()
        await asyncio.Event().wait()

    write = asyncio.get_running_loop().create_task(store.write(work))
    await begun.wait()
    return write


def test_a_stopped_loop_leaves_the_store_usable(location: Path) -> None:
    """When everything is cancelled in the middle of a work, it is undone and the file is free for others."""
    store = open_sqlite(location)
    asyncio.run(suspended(store))
    apsw.Connection(str(location)).execute("begin immediate")

    async def afterwards() -> None:
        await store.write(putting("a"))
        assert await names(store) == ["a"]
        await store.close()

    asyncio.run(afterwards())


def test_a_stopped_batch_leaves_nobody_waiting(store: SqliteStore) -> None:
    """Whoever writes has an answer, even when the task that commits is cancelled; the next write works."""

    async def scenario() -> None:
        writes = [await suspended(store), asyncio.ensure_future(store.write(putting("a")))]
        await asyncio.sleep(0)
        draining = store._commits._draining
        assert draining is not None
        draining.cancel()
        results = await asyncio.gather(*writes, return_exceptions=True)
        assert [type(result) for result in results] == [StoreUnavailable] * 2
        await store.write(putting("b"))
        assert await names(store) == ["b"]

    asyncio.run(scenario())
