"""A PostgreSQL server that crashes under load and comes back, and workers that do."""

from __future__ import annotations

import asyncio
import os
import signal
from functools import partial
from pathlib import Path

import pytest

import postgres
from dialbook.stores.postgres import upgrades
from server import raw
from server.balanced import readiness
from server.load import Load
from server.process import (
    HAS_ITS_STORE,
    HEALTH,
    SAMPLE,
    WAITS,
    Dialbook,
    get,
    rename,
    stored_names_of,
    wait_until,
)


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


@pytest.mark.parametrize("count", [1, 2])
def test_a_worker_that_dies_while_the_database_is_away_is_replaced(tmp_path: Path, count: int) -> None:
    """Its successor answers as those do that were there before: 503, and when the database is back, all requests."""
    with postgres.running() as cluster:
        asyncio.run(upgrades.upgrade(cluster.url()))
        with Dialbook(tmp_path, "--workers", str(count), store=cluster.url()).serving() as dialbook:
            cluster.stop()
            for worker in dialbook.workers():
                os.kill(worker, signal.SIGKILL)
                wait_until(partial(dialbook.has_replaced, worker))
            workers = dialbook.workers()
            wait_until(lambda: workers <= dialbook.said_by(WAITS) and dialbook.answers())
            for _ in range(4):
                assert raw.status_of(dialbook.port, get(SAMPLE[0])) == 503
                assert raw.status_of(dialbook.port, rename(SAMPLE[0], "Away")) == 503
            assert raw.status_of(dialbook.port, HEALTH) == 200
            assert readiness(dialbook.port)[0] == 503
            cluster.start()
            wait_until(lambda: workers <= dialbook.said_by(HAS_ITS_STORE))
            for name in range(4):
                assert raw.status_of(dialbook.port, rename(SAMPLE[0], f"{name}")) == 200
                assert raw.status_of(dialbook.port, get(SAMPLE[0])) == 200
            assert readiness(dialbook.port)[0] == 200
            assert dialbook.workers() == workers
            assert postgres.PASSWORD not in dialbook.errors()
            dialbook.signal()
            assert dialbook.exit_status() == 0


def test_a_worker_without_its_database_stops_when_it_is_told_to(tmp_path: Path) -> None:
    """It has nothing to finish."""
    with postgres.running() as cluster:
        asyncio.run(upgrades.upgrade(cluster.url()))
        with Dialbook(tmp_path, store=cluster.url()).serving() as dialbook:
            cluster.stop()
            (worker,) = dialbook.workers()
            os.kill(worker, signal.SIGKILL)
            wait_until(partial(dialbook.has_replaced, worker))
            wait_until(lambda: dialbook.workers() <= dialbook.said_by(WAITS))
            dialbook.signal()
            assert dialbook.exit_status() == 0
            assert "Traceback" not in dialbook.errors()


def test_killed_workers_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Whatever they are at: PostgreSQL undoes what they had begun, nobody waits for it, and no request is refused."""
    with postgres.database() as url:
        with Dialbook(tmp_path, "--workers", "2", store=url).serving() as dialbook, Load(dialbook.port) as load:
            for worker in dialbook.workers():
                load.await_more(5)
                os.kill(worker, signal.SIGKILL)
                wait_until(partial(dialbook.has_replaced, worker))
            load.await_more(5)
        load.check(asyncio.run(stored_names_of(url)))
