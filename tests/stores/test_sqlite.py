"""Opening and closing, and the files that are made."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import StoreUnavailable
from dialbook.stores.sqlite import SqliteStore, open_sqlite, schema_of_file
from postgres import unprivileged

NumberMaker = Callable[..., PhoneNumber]


def mode_of(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def modes(directory: Path) -> dict[str, int]:
    """Return the permissions of everything in a directory."""
    return {path.name: mode_of(path) for path in directory.iterdir()}


def test_the_files_are_for_their_owner_alone(tmp_path: Path, make_number: NumberMaker) -> None:
    """The directory is made with mode 700, the database and all beside it with 600."""
    location = tmp_path / "data" / "dialbook" / "numbers.db"

    async def scenario() -> None:
        store = open_sqlite(location)
        await store.write(lambda tx: tx.put(make_number("+12065550100")))
        assert mode_of(location.parent) == 0o700
        names = ["numbers.db", "numbers.db-queue", "numbers.db-shm", "numbers.db-turn", "numbers.db-wal"]
        assert modes(location.parent) == dict.fromkeys(names, 0o600)
        await store.close()

    asyncio.run(scenario())


def test_commits_wait_for_the_disk(location: Path) -> None:
    """No kill shows whether they do, only a power failure would: so the settings themselves are looked at."""
    store = open_sqlite(location)
    connection = store._commits._connection
    settings = {name: connection.execute(f"pragma {name}").get for name in ("synchronous", "fullfsync", "journal_mode")}
    assert settings == {"synchronous": 2, "fullfsync": 1, "journal_mode": "wal"}
    asyncio.run(store.close())


def test_the_permissions_of_an_existing_file_stay(location: Path) -> None:
    """Whoever has given others access to the file meant it."""
    location.touch(mode=0o640)
    asyncio.run(open_sqlite(location).close())
    assert mode_of(location) == 0o640


def test_what_was_written_is_there_after_reopening(location: Path, make_number: NumberMaker) -> None:
    """And closing leaves no log behind."""
    record = make_number("+12065550100", name="Front desk")

    async def scenario() -> None:
        store = open_sqlite(location)
        await store.write(lambda tx: tx.put(record))
        await store.close()
        assert "numbers.db-wal" not in modes(location.parent)
        store = open_sqlite(location)
        assert await store.read(lambda tx: tx.get(PhoneNumber, (record.account, record.e164))) == record
        await store.close()

    asyncio.run(scenario())


def test_two_memory_stores_share_nothing(make_number: NumberMaker) -> None:
    """Each is its own database, and gone when it is closed."""
    record = make_number("+12065550100")

    async def scenario() -> None:
        one, other = open_sqlite(None), open_sqlite(None)
        await one.write(lambda tx: tx.put(record))
        assert await other.read(lambda tx: tx.page(PhoneNumber, {}, None, 10)) == []
        await one.close()
        await other.close()

    asyncio.run(scenario())


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, location: Path) -> SqliteStore:
    """Open a store of each sort."""
    return open_sqlite(location if request.param == "file" else None)


def test_close_finishes_what_was_accepted(store: SqliteStore, make_number: NumberMaker) -> None:
    """Writes that wait when the store is closed are committed and answered; later ones are not accepted."""

    async def scenario() -> None:
        writes = [
            asyncio.ensure_future(store.write(lambda tx, at=at: tx.put(make_number(f"+1206555{at:04}"))))  # type: ignore[misc]
            for at in range(300)
        ]
        await asyncio.sleep(0)
        await store.close()
        assert all(write.done() for write in writes)
        await asyncio.gather(*writes)
        with pytest.raises(StoreUnavailable, match="closed"):
            await store.write(lambda tx: tx.put(make_number("+12065550100")))
        with pytest.raises(StoreUnavailable, match="closed"):
            await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 10))

    asyncio.run(scenario())


def test_close_may_be_repeated(store: SqliteStore) -> None:
    """Twice in a row and twice at once."""

    async def scenario() -> None:
        await asyncio.gather(store.close(), store.close())
        await store.close()

    asyncio.run(scenario())


def test_a_closed_store_leaves_no_thread(location: Path) -> None:
    """What the store started ends with it."""
    before = set(threading.enumerate())
    asyncio.run(open_sqlite(location).close())
    assert set(threading.enumerate()) == before


def test_a_directory_is_not_a_store(tmp_path: Path) -> None:
    """The message says what is the matter, and the cause is kept."""
    with pytest.raises(StoreUnavailable, match="cannot be opened") as caught:
        open_sqlite(tmp_path)
    assert caught.value.__cause__ is not None


@contextlib.contextmanager
def anybody() -> Iterator[None]:
    """Be a user whom permissions concern."""
    before, user = os.geteuid(), unprivileged()
    os.seteuid(user.get("user", before))
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.mark.parametrize("opened", [open_sqlite, schema_of_file])
def test_a_file_that_nobody_may_read(opened: Callable[[Path], object]) -> None:
    """It is not said that anything is wrong with its directory."""
    with tempfile.TemporaryDirectory(prefix="dialbook-") as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "numbers.db"
        file.touch(mode=0)
        with anybody(), pytest.raises(StoreUnavailable) as caught:
            opened(file)
    assert str(caught.value) == f"The store {file} cannot be opened: this user may not read it."


def test_a_path_through_a_file_is_not_a_store(tmp_path: Path) -> None:
    """The operating system's reason is given, with the path."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match=r"file/numbers\.db cannot be opened: File exists"):
        open_sqlite(tmp_path / "file" / "numbers.db")


def test_a_file_of_a_strange_name_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite would take for a database in memory is a file here."""
    monkeypatch.chdir(tmp_path)
    asyncio.run(open_sqlite(Path(":memory:")).close())
    assert (tmp_path / ":memory:").stat().st_size > 0


def test_a_spoilt_file_is_an_outage(location: Path, make_number: NumberMaker) -> None:
    """A damaged page is reported as such, to reads and to writes."""

    async def fill() -> None:
        store = open_sqlite(location)
        for at in range(200):
            await store.write(lambda tx, at=at: tx.put(make_number(f"+1206555{at:04}")))  # type: ignore[misc]
        await store.close()

    async def scenario() -> None:
        store = open_sqlite(location)
        with pytest.raises(StoreUnavailable, match="damaged"):
            await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 1000))
        with pytest.raises(StoreUnavailable, match="damaged"):
            await store.write(lambda tx: tx.page(PhoneNumber, {}, None, 1000))
        await store.close()

    asyncio.run(fill())
    spoil(location, "phone_numbers")
    asyncio.run(scenario())


def spoil(location: Path, table: str) -> None:
    """Overwrite the first page of a table."""
    connection = apsw.Connection(str(location))
    page: int = connection.execute("select rootpage from sqlite_master where name = ?", (table,)).get
    connection.close()
    with location.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x55" * 4096)
