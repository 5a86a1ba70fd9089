"""Sudden death: of a worker, of the main process, of everything, again and again, while numbers are renamed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from server import raw
from server.load import Load
from server.process import SAMPLE, Dialbook, get, living, wait_until

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
                    wait_until(lambda worker=worker: replaced(dialbook, worker, workers))  # type: ignore[misc]
                load.await_more(5)
                dialbook.kill()

    load.check(dialbook.names())


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    """The service goes on, and the log says what has happened."""
    with Dialbook(tmp_path).serving() as dialbook:
        (killed,) = dialbook.workers()
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: replaced(dialbook, killed, 1))
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


def replaced(dialbook: Dialbook, worker: int, count: int) -> bool:
    """Tell whether there are as many workers as before, and this one is not among them."""
    workers = dialbook.workers()
    return worker not in workers and len(workers) == count
