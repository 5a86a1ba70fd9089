"""What the guide to backups of PostgreSQL says, beside a server that is written to without a pause."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path

import postgres
from dialbook.server.ids import fraction
from dialbook.stores.postgres.store import open_postgres
from postgres import PASSWORD, binaries, database
from server.load import Load
from server.process import SAMPLE, Dialbook, stored_names_of

USE_UP_TRANSACTIONS = "do $$ begin for turn in 1..9999 loop perform pg_current_xact_id(); commit; end loop; end $$"


def run(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs."""
    subprocess.run(
        [binaries() / program, *words], env=os.environ | {"PGPASSWORD": PASSWORD}, check=True, capture_output=True
    )


def test_a_dump_of_a_database_in_use_is_restored_in_a_new_server(tmp_path: Path) -> None:
    """It has all that was promised before it began, is sound, and its feed goes on where the dump ends.

    The new server has had fewer transactions, whose numbers are in the positions of the feed; yet what it adds comes behind all there is.
    """
    dump = tmp_path / "backup.dump"
    with database() as url, postgres.running() as another:
        postgres.cluster().run(USE_UP_TRANSACTIONS)
        dialbook = Dialbook(tmp_path, "--workers", "2", store=url)
        with dialbook.serving(), Load(dialbook.port) as load:
            load.await_more(5)
            promised = {client.number: client.acknowledged for client in load._clients}
            run("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={url}")
            load.await_more(3)
        load.check(asyncio.run(stored_names_of(url)))

        another.run("create database restored")
        restored = another.url("restored")
        run("pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={restored}", str(dump))
        saved = asyncio.run(stored_names_of(restored))
        assert {number: int(name or 0) >= promised[number] for number, name in saved.items()} == dict.fromkeys(
            SAMPLE, True
        )
        before = asyncio.run(positions(restored))
        again = Dialbook(tmp_path, store=restored)
        assert again.command("store", "verify").endswith(" 0 findings\n")
        with again.serving(), Load(again.port) as load:
            load.await_more(2)
        load.check(asyncio.run(stored_names_of(restored)))
        after = asyncio.run(positions(restored))
        assert after[: len(before)] == before
        assert after[len(before)] > before[-1]
        assert another.run("select ahead from history_epochs", "restored")[0][0] > 0


async def positions(url: str) -> list[int]:
    """Return the positions of the feed."""
    store = open_postgres(url, fraction)
    try:
        return [position for position, _ in await store.feed(0, 100_000)]
    finally:
        await store.close()
