"""A work that fails after it has written is undone, whatever its neighbours in the batch do; they run again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.stores.limits import Limits
from dialbook.stores.sqlite import SqliteStore, open_sqlite

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NumberMaker = Callable[..., PhoneNumber]
COUNTER = "counter"
OUTCOMES = {
    "write": int,
    "refuse before writing": LookupError,
    "refuse after writing": LookupError,
    "stop before writing": asyncio.CancelledError,
    "stop after writing": asyncio.CancelledError,
    "lose the caller before": asyncio.CancelledError,
    "lose the caller after writing": asyncio.CancelledError,
}
"""What a work may do, and what its caller gets."""


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, location: Path) -> Iterator[SqliteStore]:
    """Open a store of each sort, in which a batch is not over before its works are, however slow the machine is."""
    opened = open_sqlite(location if request.param == "file" else None, Limits(batch_seconds=60))
    yield opened
    asyncio.run(opened.close())


def owned(name: str, claim_id: str = "claim") -> Ownership:
    """Make a record with this key."""
    return Ownership(e164=name, owner=None, claim_id=claim_id)


async def names(tx: Tx) -> list[str]:
    """List the keys of what is there."""
    return [record.e164 for record in await tx.page(Ownership, {}, None, 1000)]


async def count(tx: Tx) -> int:
    """Add one to the counter; return what it was before."""
    counter = await tx.get(Ownership, (COUNTER,))
    before = 0 if counter is None else int(counter.claim_id)
    await tx.put(owned(COUNTER, str(before + 1)))
    return before


async def perform(fates: list[str], limits: Limits) -> tuple[list[Any], list[str]]:
    """Have works with these fates wait at once; return what their callers get, and the names that are then in the store."""
    store = open_sqlite(None, limits)
    tasks: list[asyncio.Task[int]] = []

    async def work(tx: Tx, at: int) -> int:
        when, fate = fates[at].partition(" ")[::2]
        if fate == "before writing":
            raise LookupError if when == "refuse" else asyncio.CancelledError
        before = await count(tx)
        await tx.put(owned(f"{at:02}"))
        if when == "lose":
            tasks[at].cancel()
        elif when != "write":
            raise LookupError if when == "refuse" else asyncio.CancelledError
        return before

    tasks += [asyncio.ensure_future(store.write(lambda tx, at=at: work(tx, at))) for at in range(len(fates))]  # type: ignore[misc]
    await asyncio.sleep(0)
    for task, fate in zip(tasks, fates, strict=True):
        if fate == "lose the caller before":
            task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    left = await store.read(names)
    await store.close()
    return results, left


@given(st.lists(st.sampled_from([*OUTCOMES, "write", "write"]), max_size=12), st.integers(1, 5))
def test_each_work_counts_once_or_not_at_all(fates: list[str], batch_works: int) -> None:
    """Whatever works share a batch: who writes sees all who wrote before and nobody else, and what is left is theirs alone."""
    results, left = asyncio.run(perform(fates, Limits(batch_works=batch_works)))
    assert [type(result) for result in results] == [OUTCOMES[fate] for fate in fates]
    kept = [at for at, fate in enumerate(fates) if fate == "write"]
    assert [results[at] for at in kept] == list(range(len(kept)))
    assert left == [f"{at:02}" for at in kept] + [COUNTER] * bool(kept)


@pytest.mark.parametrize(("late", "runs"), [(False, "abc"), (True, "ababc")])
def test_a_batch_runs_again_only_where_it_must(store: SqliteStore, late: bool, runs: str) -> None:
    """A refusal before anything is written costs nobody a second run; one after that costs it those who came before."""
    begun: list[str] = []

    async def work(tx: Tx, name: str) -> None:
        begun.append(name)
        if name != "b" or late:
            await tx.put(owned(name))
        if name == "b":
            raise LookupError

    async def scenario() -> None:
        writes = [store.write(lambda tx, name=name: work(tx, name)) for name in "abc"]  # type: ignore[misc]
        results = await asyncio.gather(*writes, return_exceptions=True)
        assert [type(result) for result in results] == [type(None), LookupError, type(None)]
        assert "".join(begun) == runs
        assert await store.read(names) == ["a", "c"]

    asyncio.run(scenario())


def test_a_refusal_of_the_first_run_is_not_told(store: SqliteStore) -> None:
    """Who was refused because of a neighbour that is undone is heard again, and succeeds."""

    async def refused_after(tx: Tx) -> None:
        await tx.put(owned("taken"))
        raise LookupError

    async def take(tx: Tx, runs: list[bool]) -> bool:
        # The first run is made to fail here, and the next work to have everything run again.
        runs.append(await tx.get(Ownership, ("taken",)) is not None)
        if len(runs) == 1:
            raise KeyError("taken")
        await tx.put(owned("taken"))
        return runs[-1]

    async def scenario() -> None:
        runs: list[bool] = []
        results = await asyncio.gather(
            store.write(lambda tx: take(tx, runs)), store.write(refused_after), return_exceptions=True
        )
        assert results[0] is False
        assert isinstance(results[1], LookupError)
        assert await store.read(names) == ["taken"]

    asyncio.run(scenario())


def test_neighbours_of_an_undone_work_have_one_line_of_history(store: SqliteStore, make_number: NumberMaker) -> None:
    """A work that ran twice has changed its record once, and says so once."""

    async def work(tx: Tx, e164: str) -> None:
        await Ledger(tx, NOW, Author("cli", "test", f"request-{e164}")).put(make_number(e164))
        if e164 == "+12065550102":
            raise LookupError

    async def scenario() -> None:
        numbers = [f"+1206555010{digit}" for digit in range(5)]
        writes = [store.write(lambda tx, e164=e164: work(tx, e164)) for e164 in numbers]  # type: ignore[misc]
        await asyncio.gather(*writes, return_exceptions=True)
        changes = await store.read(lambda tx: tx.page(Change, {}, None, 1000))
        kept = [e164 for e164 in numbers if e164 != "+12065550102"]
        assert [(change.subject, change.before) for change in changes] == [
            (f"phone_numbers/{e164}", None) for e164 in kept
        ]

    asyncio.run(scenario())


def test_another_program_may_come_between_the_two_runs(location: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that knows no turns may take the lock there: who waits hears that the store is unavailable, and nothing is left."""
    store = open_sqlite(location, Limits(patience_seconds=0.05))
    another = apsw.Connection(str(location))
    lock, locked = store._commits._lock, 0

    async def lock_second() -> None:
        nonlocal locked
        locked += 1
        if locked == 2:
            another.execute("begin immediate")
        await lock()

    async def refuse(tx: Tx) -> None:
        await tx.put(owned("b"))
        raise LookupError

    async def scenario() -> None:
        monkeypatch.setattr(store._commits, "_lock", lock_second)
        writes = (store.write(lambda tx: tx.put(owned("a"))), store.write(refuse))
        results = await asyncio.gather(*writes, return_exceptions=True)
        assert [type(result) for result in results] == [StoreUnavailable] * 2
        another.execute("rollback")
        await store.write(lambda tx: tx.put(owned("c")))
        assert await store.read(names) == ["c"]
        await store.close()

    asyncio.run(scenario())
