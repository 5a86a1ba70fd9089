"""The history out of one store and into another, with its positions; and what else a copy asks of a store."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from dialbook.domain.history import Change
from dialbook.domain.registry import Ownership
from dialbook.ports.store import SchemaMismatch, Store
from dialbook.stores.rows import mapper_of
from stores.test_feed import change, put, read_all, with_store

CHANGES = [(-7, change("restored")), (3, change("b")), (9, change("a"))]


async def fill(store: Store) -> None:
    """Put the changes at their positions."""
    await store.write(lambda tx: tx.fill_history(CHANGES))


@pytest.mark.parametrize("in_memory", [True, False])
def test_changes_keep_their_positions(location: Path, in_memory: bool) -> None:
    """All are found in their order, a page at a time; the feed has those that it had, and what comes later is behind them."""

    async def scenario(store: Store) -> None:
        await fill(store)
        await put(store, change("later"))

        pages = [await store.changes(None, 2), await store.changes(3, 2), await store.changes(10, 2)]
        assert pages == [CHANGES[:2], [CHANGES[2], (10, change("later"))], []]
        assert await store.changes(-7, 1) == [CHANGES[1]]
        assert await read_all(store, 0, 10) == [*CHANGES[1:], (10, change("later"))]
        assert [one.change_id for one in await store.history("123456789012", "phone_numbers/+12065550100")] == [
            "restored",
            "b",
            "a",
            "later",
        ]

    with_store(None if in_memory else location, scenario)


def test_restored_history_alone_leaves_the_feed_empty(location: Path) -> None:
    """What comes first in a store that was only filled has the first position."""

    async def scenario(store: Store) -> None:
        await store.write(lambda tx: tx.fill_history(CHANGES[:1]))
        await put(store, change("first"))

        assert await store.feed(0, 10) == [(1, change("first"))]

    with_store(location, scenario)


def test_a_position_is_taken_once(location: Path) -> None:
    """The second time nothing is filled in."""

    async def scenario(store: Store) -> None:
        await fill(store)
        with pytest.raises(apsw.ConstraintError):
            await store.write(lambda tx: tx.fill_history([(11, change("new")), (9, change("other"))]))
        assert await store.count(Change) == 3

    with_store(location, scenario)


def test_a_read_fills_nothing(location: Path) -> None:
    """As with the other verbs of a write."""

    async def scenario(store: Store) -> None:
        with pytest.raises(TypeError):
            await store.read(lambda tx: tx.fill_history(CHANGES))

    with_store(location, scenario)


@pytest.mark.parametrize("in_memory", [True, False])
def test_records_are_counted_and_filled_in_bit_by_bit(location: Path, in_memory: bool) -> None:
    """Rows go beside those that are there."""
    owned = [Ownership(e164=f"+1{digit}", owner=None, claim_id="x") for digit in range(5)]
    rows = [mapper_of(Ownership).row_of(one) for one in owned]

    async def scenario(store: Store) -> None:
        assert await store.count(Ownership) == 0
        await store.write(lambda tx: tx.fill(Ownership, rows[:2]))
        await store.write(lambda tx: tx.fill(Ownership, rows[2:]))
        assert await store.count(Ownership) == 5
        assert await store.read(lambda tx: tx.page(Ownership, {}, None, 10)) == owned

    with_store(None if in_memory else location, scenario)


@pytest.mark.parametrize(("version", "said"), [(1, "needs schema"), (9999, "use a newer dialbook")])
def test_a_store_that_others_have_changed_cannot_be_used(location: Path, version: int, said: str) -> None:
    """Which happens only while it is open: whoever opens it upgrades it, or is refused."""

    async def scenario(store: Store) -> None:
        await store.check()
        with apsw.Connection(str(location)) as other:
            other.execute("delete from schema_version")
            other.execute("insert into schema_version values (?, 'test')", (version,))
        with pytest.raises(SchemaMismatch, match=said):
            await store.check()

    with_store(location, scenario)


def test_a_store_in_memory_can_be_used() -> None:
    """It has today's schema from the beginning, and no other program to change it."""
    with_store(None, lambda store: store.check())
