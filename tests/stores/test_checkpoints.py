"""The log is written back while everybody works, so it stays small."""

from __future__ import annotations

import asyncio
import itertools
import re
from pathlib import Path

import apsw
import pytest

from dialbook.domain.registry import Ownership
from dialbook.ports.store import Tx
from dialbook.stores.checkpoints import Checkpoints
from dialbook.stores.limits import Limits
from dialbook.stores.sqlite import SqliteStore, open_sqlite

PAGE = 4096
LIMITS = Limits(log_pages=64, batch_works=8)


def log_of(location: Path) -> int:
    """Return the length of the log's file."""
    return Path(f"{location}-wal").stat().st_size


async def overwrite(store: SqliteStore, turn: int) -> None:
    """Write some pages anew."""

    async def work(tx: Tx) -> None:
        for name in range(8):
            await tx.put(Ownership(e164=f"{turn % 4}-{name}", owner="x" * 3000, claim_id=str(turn)))

    await store.write(work)


async def look(store: SqliteStore, until: asyncio.Event) -> int:
    """Read without a pause until told to stop; return how often."""
    reads = 0
    while not until.is_set():
        for _ in range(20):
            await store.read(lambda tx: tx.page(Ownership, {}, None, 10))
        reads += 20
        await asyncio.sleep(0)
    return reads


def test_the_log_stays_small_under_load(location: Path) -> None:
    """Two stores write some 60 MB and a third one reads all the while: the log never has more than a tenth of it."""

    async def scenario() -> None:
        stores = [open_sqlite(location, LIMITS) for _ in range(3)]
        done = asyncio.Event()
        reading = asyncio.ensure_future(look(stores[2], done))
        longest = 0
        for turn in range(150):
            await asyncio.gather(*(overwrite(store, turn * 8 + at) for at in range(8) for store in stores[:2]))
            longest = max(longest, log_of(location))
        done.set()
        assert await reading > 0
        assert longest < 6_000_000
        for store in stores:
            await store.close()

    asyncio.run(scenario())


def test_a_long_read_stops_nobody(location: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody reads an old state the log grows and no writer is held up; afterwards it is written back and starts anew."""
    finished: list[int] = []
    finish = Checkpoints._finish

    def counted(checkpoints: Checkpoints) -> None:
        finished.append(1)
        finish(checkpoints)

    monkeypatch.setattr(Checkpoints, "_finish", counted)

    async def scenario() -> None:
        store = open_sqlite(location, Limits(log_pages=500))  # creating the schema writes some of them
        stranger = apsw.Connection(str(location))
        await overwrite(store, 0)
        stranger.execute("begin; select count(*) from number_registry").fetchall()
        for turn in range(200):
            await overwrite(store, turn)
        assert log_of(location) > 1000 * PAGE
        assert finished == []
        stranger.execute("commit")
        for turn in range(200):
            await overwrite(store, turn)
        assert finished != []
        stranger.close()
        await store.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("kept", [True, False])
def test_a_log_that_somebody_keeps_is_told_of(location: Path, caplog: pytest.LogCaptureFixture, kept: bool) -> None:
    """From the limit on, here 1 MiB, and again whenever it has doubled. One that is written back is not."""

    async def scenario() -> None:
        store = open_sqlite(location, Limits(log_pages=32, log_pages_told=256))
        stranger = apsw.Connection(str(location))
        await overwrite(store, 0)
        if kept:
            stranger.execute("begin; select count(*) from number_registry").fetchall()
        for turn in range(200):
            await overwrite(store, turn)
            await asyncio.sleep(0.001)  # so that what writes it back keeps up
        assert kept == (log_of(location) > 1100 * PAGE)
        stranger.close()
        await store.close()

    asyncio.run(scenario())

    told = [re.fullmatch(r"the -wal file of the store has (\d+) MiB and grows: .*", text) for text in caplog.messages]
    sizes = [int(text[1]) for text in told if text is not None]
    assert len(sizes) in ({2, 3} if kept else {0})
    assert all(1 <= first <= following / 2 for first, following in itertools.pairwise(sizes))


def test_a_log_that_was_long_is_cut(location: Path) -> None:
    """After one large write, the log's file shrinks to what is kept of it when it starts anew."""
    kept = 400 * PAGE

    async def large(tx: Tx) -> None:
        for name in range(1000):
            await tx.put(Ownership(e164=f"large-{name}", owner="x" * 3000, claim_id=""))

    async def scenario() -> None:
        store = open_sqlite(location, Limits(log_pages=64, log_bytes_kept=kept))
        await store.write(large)
        assert log_of(location) > 1000 * PAGE
        turns = itertools.count()
        while log_of(location) > kept:
            await overwrite(store, next(turns))
        await store.close()

    asyncio.run(scenario())
