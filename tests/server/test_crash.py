"""Sudden death: of a worker, of the main process, of everything, again and again, while numbers are renamed."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from server import raw
from server.balanced import readiness
from server.load import Load
from server.process import HAS_ITS_STORE, HEALTH, SAMPLE, WAITS, Dialbook, get, living, rename, wait_until

ROUNDS = 3


@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_acknowledged_survives_every_death(tmp_path: Path, workers: int) -> None:
    """Each number has its last acknowledged name or a later one, and the history that leads to it; no request was refused."""
    dialbook = Dialbook(tmp_path, "--workers", str(workers))
    with Load(dialbook.port) as load:
        for _ in range(ROUNDS):
            with dialbook.serving():
                for worker in dialbook.workers():
                    load.await_more(5)
                    os.kill(worker, signal.SIGKILL)
                    wait_until(partial(dialbook.has_replaced, worker))
                load.await_more(5)
                dialbook.kill()

    load.check(dialbook.names())


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    """The service goes on, and the log says what has happened."""
    with Dialbook(tmp_path).serving() as dialbook:
        (killed,) = dialbook.workers()
        os.kill(killed, signal.SIGKILL)
        wait_until(partial(dialbook.has_replaced, killed))
        wait_until(dialbook.answers)

        assert raw.status_of(dialbook.port, get(SAMPLE[0])) == 200
        assert "Unexpected exit from worker-1" in dialbook.errors()
        dialbook.signal()
        assert dialbook.exit_status() == 0


def test_workers_end_after_their_main_process(tmp_path: Path) -> None:
    """They finish what they are at, as they would when told to stop, and give the port back."""
    request = raw.update(b'{"Name":"Late"}', key=("000000000000", "test"), unsigned=[("Expect", "100-continue")])
    with Dialbook(tmp_path, "--workers", "2").serving() as dialbook, raw.Wire(dialbook.port) as wire:
        orphans = dialbook.workers()
        assert wire.send(request[:-1]).answer() is not None
        os.kill(dialbook.process.pid, signal.SIGKILL)
        dialbook.exit_status()
        wait_until(dialbook.refuses)
        answer = wire.send(request[-1:]).answer()
        wait_until(lambda: not orphans & {pid for pid, _ in living()})

        assert answer is not None
        assert answer.status == 200
        assert dialbook.names()[SAMPLE[0]] == "Late"
        assert dialbook.errors().count("the main process is gone") == 2
        assert "Traceback" not in dialbook.errors()


def test_a_store_that_was_replaced_is_served_by_nobody(tmp_path: Path) -> None:
    """Nor by a worker that takes the place of a dead one: the log beside it is not the new file's, and would damage it."""
    with Dialbook(tmp_path, "--workers", "2").serving() as dialbook:
        assert raw.status_of(dialbook.port, rename(SAMPLE[0], "Kept")) == 200
        other = tmp_path / "other.db"
        other.write_bytes(dialbook.store.read_bytes())
        held = other.read_bytes()
        other.replace(dialbook.store)
        for worker in dialbook.workers():
            os.kill(worker, signal.SIGKILL)
            wait_until(partial(dialbook.has_replaced, worker))
        wait_until(lambda: dialbook.workers() <= dialbook.said_by(WAITS) and dialbook.answers())

        for _ in range(6):
            assert raw.status_of(dialbook.port, get(SAMPLE[0])) == 503
            assert readiness(dialbook.port)[0] == 503
        dialbook.signal()
        assert dialbook.exit_status() == 0
    assert dialbook.store.read_bytes() == held


def test_a_store_that_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    """Neither by a worker that has it open nor by one that takes the place of a dead one; when it is back, all is there."""
    with Dialbook(tmp_path, "--workers", "2").serving() as dialbook:
        assert raw.status_of(dialbook.port, rename(SAMPLE[0], "Kept")) == 200
        aside = dialbook.store.with_suffix(".aside")
        dialbook.store.rename(aside)
        workers = dialbook.workers()
        worker = min(workers)
        os.kill(worker, signal.SIGKILL)
        wait_until(partial(dialbook.has_replaced, worker))
        wait_until(lambda: dialbook.workers() - workers <= dialbook.said_by(WAITS))
        for _ in range(6):
            assert raw.status_of(dialbook.port, rename(SAMPLE[0], "Lost")) == 503
            assert readiness(dialbook.port)[0] == 503
            assert raw.status_of(dialbook.port, HEALTH) == 200
        assert not dialbook.store.exists()

        aside.rename(dialbook.store)
        wait_until(lambda: dialbook.workers() & dialbook.said_by(WAITS) <= dialbook.said_by(HAS_ITS_STORE))
        for _ in range(6):
            assert raw.status_of(dialbook.port, get(SAMPLE[0])) == 200
            assert readiness(dialbook.port)[0] == 200
        dialbook.signal()
        assert dialbook.exit_status() == 0
    assert dialbook.names()[SAMPLE[0]] == "Kept"
