"""A PostgreSQL server that crashes under load and comes back, and workers that do."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import postgres
from dialbook.stores.postgres import upgrades
from server import raw
from server.load import Load
from server.process import SAMPLE, Dialbook, get, stored_names_of, wait_until
from server.test_crash import replaced


def test_a_database_that_crashes_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Meanwhile the answer is 503, afterwards the same workers serve on, and no password is in what they log."""
    with postgres.running() as cluster:
        asyncio.run(upgrades.upgrade(cluster.url()))
        with Dialbook(tmp_path, "--workers", "2", store=cluster.url()).serving() as dialbook:
            workers = dialbook.workers()
            with Load(dialbook.port) as load:
                load.await_more(20)
                cluster.stop()
                wait_until(load.all_refused)
                assert raw.status_of(dialbook.port, get(SAMPLE[0])) == 503
                cluster.start()
                load.await_more(20)
            assert dialbook.workers() == workers
            assert postgres.PASSWORD not in dialbook.errors()
            names = asyncio.run(stored_names_of(cluster.url()))
        load.check(names, refusals={503})


def test_killed_workers_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Whatever they are at: PostgreSQL undoes what they had begun, nobody waits for it, and no request is refused."""
    with postgres.database() as url:
        with Dialbook(tmp_path, "--workers", "2", store=url).serving() as dialbook, Load(dialbook.port) as load:
            for worker in dialbook.workers():
                load.await_more(5)
                os.kill(worker, signal.SIGKILL)
                wait_until(lambda worker=worker: replaced(dialbook, worker, 2))  # type: ignore[misc]
            load.await_more(5)
        load.check(asyncio.run(stored_names_of(url)))
