"""A store whose file is moved, deleted or replaced while it is used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from dialbook.domain.registry import Ownership
from dialbook.ports.store import StoreUnavailable
from dialbook.stores.sqlite import SqliteStore, open_sqlite

GONE = "The file of the store was moved or deleted."


def another(location: Path) -> None:
    """Put another file in its place, as a restore does."""
    aside = location.with_suffix(".aside")
    aside.write_bytes(location.read_bytes())
    aside.replace(location)


def move(file: Path, to: Path) -> None:
    """Give a file another name."""
    file.rename(to)


async def put(store: SqliteStore, name: str) -> None:
    """Write one record."""
    await store.write(lambda tx: tx.put(Ownership(e164=name, owner=None, claim_id="claim")))


@pytest.mark.parametrize(
    "leave",
    [Path.unlink, another, lambda file: file.rename(file.with_suffix(".old"))],
    ids=["deleted", "replaced", "moved"],
)
def test_nothing_is_acknowledged_that_nobody_would_find(location: Path, leave: Callable[[Path], object]) -> None:
    """What is in the file can still be read, but the store says that it cannot be used."""

    async def scenario() -> None:
        store = open_sqlite(location)
        await put(store, "first")
        leave(location)

        with pytest.raises(StoreUnavailable, match=GONE):
            await put(store, "second")
        with pytest.raises(StoreUnavailable, match=GONE):
            await store.check()
        assert await store.read(lambda tx: tx.get(Ownership, ("first",))) is not None
        assert await store.read(lambda tx: tx.get(Ownership, ("second",))) is None
        await store.close()

    asyncio.run(scenario())


def test_a_file_that_comes_back_is_written_again(location: Path) -> None:
    """Nobody else has lost the turn meanwhile."""

    aside = location.with_suffix(".aside")

    async def scenario() -> None:
        store = open_sqlite(location)
        move(location, aside)
        with pytest.raises(StoreUnavailable, match=GONE):
            await put(store, "first")
        move(aside, location)

        await put(store, "second")
        await store.check()
        await store.close()

    asyncio.run(scenario())


def test_a_store_that_is_not_to_be_made_is_not(location: Path) -> None:
    """Who expects one must not take an empty one for it."""
    with pytest.raises(StoreUnavailable, match=GONE):
        open_sqlite(location, create=False)

    assert list(location.parent.iterdir()) == []
