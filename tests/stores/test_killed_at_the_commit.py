"""A worker that is killed in the middle of a commit of several requests."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from dialbook.domain.registry import Ownership
from dialbook.ports.store import Store, Tx
from dialbook.server.ids import fraction
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.store import open_postgres
from dialbook.stores.sqlite import open_sqlite
from postgres import database

SCRIPT = Path(__file__).with_name("stalled_commit.py")
NAMES = ["acknowledged", "pair-0", "pair-1", "pair-2"]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name a store of each sort."""
    if request.param == "sqlite":
        yield str(tmp_path / "numbers.db")
        return
    with database() as url:
        yield url


async def put_again(name: str, tx: Tx) -> None:
    """Put a record that the killed one had in its hands."""
    await tx.put(Ownership(e164=f"{name}-a", owner=None, claim_id="another"), await tx.get(Ownership, (f"{name}-a",)))


async def everything(tx: Tx) -> list[Ownership]:
    """Return all records."""
    return await tx.page(Ownership, {}, None, 100)


@pytest.mark.parametrize("moment", ["not made", "made"])
def test_a_commit_is_whole_or_nothing(place: str, moment: str) -> None:
    """What was acknowledged is there; of the rest all or nothing, and nothing that it held is held any more."""

    async def look() -> list[str]:
        store: Store = open_sqlite(Path(place)) if "://" not in place else open_postgres(place, fraction, Limits())
        found = await store.read(everything)
        async with asyncio.timeout(3):
            await asyncio.gather(*(store.write(partial(put_again, name)) for name in NAMES))
        await store.close()
        return [record.e164 for record in found]

    with subprocess.Popen([sys.executable, SCRIPT, place, moment], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "stands still\n"
        worker.kill()
        worker.wait()
        there = asyncio.run(look())

    names = NAMES if moment == "made" else NAMES[:1]
    assert there == [f"{name}-{half}" for name in names for half in "ab"]
