"""Backups of a file that others write to."""

from __future__ import annotations

import asyncio
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import SchemaMismatch, Store, StoreUnavailable
from dialbook.stores import backups
from dialbook.stores.backups import back_up
from dialbook.stores.sqlite import open_sqlite
from stores.conftest import NumberMaker

COUNT = 400


@pytest.fixture
def store(location: Path, make_number: NumberMaker) -> Callable[[str], None]:
    """Return what writes all numbers of a file anew, in one transaction, with a name."""

    async def name_all(name: str) -> None:
        opened = open_sqlite(location)
        try:
            await put_all(opened, name, make_number)
        finally:
            await opened.close()

    return lambda name: asyncio.run(name_all(name))


async def put_all(store: Store, name: str, make_number: NumberMaker) -> None:
    """Write the numbers with a name."""

    async def work(tx: object) -> None:
        for at in range(COUNT):
            await tx.put(make_number(f"+1206{at:07}", name=name))  # type: ignore[attr-defined]

    await store.write(work)


def names(file: Path) -> set[str | None]:
    """Return the names in a store, of which each number has one."""

    async def read() -> set[str | None]:
        opened = open_sqlite(file)
        try:
            found = await opened.read(lambda tx: tx.page(PhoneNumber, {}, None, 10_000))
        finally:
            await opened.close()
        assert len(found) == COUNT
        return {number.name for number in found}

    return asyncio.run(read())


def test_a_backup_is_a_store(location: Path, store: Callable[[str], None], tmp_path: Path) -> None:
    """In one file, which nobody else can read."""
    store("first")
    back_up(location, tmp_path / "backup.db")

    beside = [path.name for path in tmp_path.iterdir() if path.name.startswith("backup")]
    assert beside == ["backup.db"]
    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600
    assert names(tmp_path / "backup.db") == {"first"}


def test_a_backup_is_of_one_moment(
    location: Path, store: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is committed while it goes on is in the store and not in the backup, and nobody waits."""
    monkeypatch.setattr(backups, "PAGES_AT_ONCE", 5)
    store("first")
    steps: list[tuple[int, int]] = []

    def write(done: int, total: int) -> None:
        steps.append((done, total))
        if len(steps) in {1, 4, 9}:
            store(f"after step {len(steps)}")

    back_up(location, tmp_path / "backup.db", write)

    assert len(steps) > 10
    assert steps[-1][0] == steps[-1][1]
    assert names(tmp_path / "backup.db") == {"first"}
    assert names(location) == {"after step 9"}


def test_what_is_not_written_back_yet_is_in_the_backup(location: Path, make_number: NumberMaker) -> None:
    """A copy of the file alone would lack it."""

    async def scenario() -> None:
        opened = open_sqlite(location)
        try:
            await put_all(opened, "new", make_number)
            shutil.copy(location, location.with_name("copied.db"))
            back_up(location, location.with_name("backup.db"))
        finally:
            await opened.close()

    asyncio.run(scenario())
    assert names(location.with_name("backup.db")) == {"new"}
    with pytest.raises((AssertionError, SchemaMismatch)):
        names(location.with_name("copied.db"))


def test_a_backup_replaces_nothing(location: Path, store: Callable[[str], None], tmp_path: Path) -> None:
    """What is there stays; what an interrupted backup has left does not."""
    store("first")
    (tmp_path / "old.db").write_text("precious")
    (tmp_path / "new.db.partial").write_text("half")

    with pytest.raises(FileExistsError):
        back_up(location, tmp_path / "old.db")
    back_up(location, tmp_path / "new.db")

    assert (tmp_path / "old.db").read_text() == "precious"
    assert not list(tmp_path.glob("*.partial*"))
    assert names(tmp_path / "new.db") == {"first"}


def test_an_interrupted_backup_leaves_nothing(location: Path, store: Callable[[str], None], tmp_path: Path) -> None:
    """Least of all something that looks like one."""
    store("first")

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(location, tmp_path / "backup.db", interrupt)

    assert not list(tmp_path.glob("backup*"))


def test_a_damaged_store_has_no_backup(location: Path, store: Callable[[str], None], tmp_path: Path) -> None:
    """A backup that cannot be restored is worse than none."""
    store("first")
    content = bytearray(location.read_bytes())
    content[4096 * 3 : 4096 * 12] = b"\xff" * 4096 * 9
    location.write_bytes(content)

    with pytest.raises(StoreUnavailable, match="damaged"):
        back_up(location, tmp_path / "backup.db")
    assert not list(tmp_path.glob("backup*"))


def test_another_file_has_no_backup(location: Path, tmp_path: Path) -> None:
    """It is said what is wrong with it."""
    location.write_text("no database at all, but long enough to be looked at" * 100)

    with pytest.raises(StoreUnavailable, match="no longer an SQLite database"):
        back_up(location, tmp_path / "backup.db")
