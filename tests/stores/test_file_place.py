"""A store whose file is moved, deleted or replaced while it is used."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from dialbook.domain.registry import Ownership
from dialbook.ports.store import StoreUnavailable
from dialbook.stores.file_place import FilePlace
from dialbook.stores.sqlite import SqliteStore, open_sqlite
from dialbook.stores.turnstile import Turnstile

GONE = "The file of the store was moved, deleted or replaced: put it back, or start the server again."


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
        other = Turnstile(location)
        assert other.enter_at_once()
        other.leave()
        move(aside, location)

        await put(store, "second")
        await store.check()
        await store.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("leave", [Path.unlink, another], ids=["deleted", "replaced"])
def test_who_expects_a_file_opens_no_other(location: Path, leave: Callable[[Path], object]) -> None:
    """An empty one would look as if all were lost, and the log of the old one does not belong to a new one."""
    asyncio.run(open_sqlite(location).close())
    place = FilePlace(location)
    asyncio.run(open_sqlite(location, place=place).close())
    leave(location)
    there = sorted(location.parent.iterdir())

    with pytest.raises(StoreUnavailable, match=GONE):
        open_sqlite(location, place=place)

    assert sorted(location.parent.iterdir()) == there


def test_a_link_may_lead_to_a_file_that_is_not_there_yet(location: Path) -> None:
    """It is made, for this user alone."""
    link = location.with_suffix(".link")
    link.symlink_to(location)

    async def scenario() -> None:
        store = open_sqlite(link)
        await put(store, "first")
        await store.check()
        await store.close()

    asyncio.run(scenario())

    assert stat.S_IMODE(location.stat().st_mode) == 0o600
