"""Stopping: what is in flight is answered, what is answered is kept, and nothing idle holds the stop up."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from dialbook.server.asgi import Edge
from dialbook.server.framing import Limits
from server import raw
from server.load import Load
from server.process import SAMPLE, Dialbook, get, rename, wait_until
from server.raw import Wire

SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


@pytest.mark.parametrize("how", SIGNALS)
def test_requests_in_flight_are_answered(tmp_path: Path, how: signal.Signals) -> None:
    """Their bodies may even come after the signal; when the server has ended with status 0, the updates are in the file."""
    with Dialbook(tmp_path, "--workers", "2").serving() as dialbook, contextlib.ExitStack() as open_wires:
        requests = {number: rename(number, "Late", unsigned=[("Expect", "100-continue")]) for number in SAMPLE}
        wires = {number: open_wires.enter_context(Wire(dialbook.port)) for number in SAMPLE}
        for number, wire in wires.items():
            wire.send(requests[number][:-5])
            assert (answer := wire.answer()) is not None
            assert answer.status == 100  # the application is reading the body

        dialbook.signal(how)
        wait_until(dialbook.refuses)
        answers = [wire.send(requests[number][-5:]).answer() for number, wire in wires.items()]

        assert [answer.status for answer in answers if answer is not None] == [200] * len(SAMPLE)
        assert all(wire.is_closed() for wire in wires.values())
        assert dialbook.exit_status() == 0
        assert dialbook.complaints() == []
        assert dialbook.names() == dict.fromkeys(SAMPLE, "Late")


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("how", SIGNALS)
def test_every_promise_made_under_load_is_kept(tmp_path: Path, how: signal.Signals, workers: str) -> None:
    """No client is told of a failure; a request that comes too late has no answer at all."""
    with Dialbook(tmp_path, "--workers", workers).serving() as dialbook:
        with Load(dialbook.port) as load:
            load.await_more(20)
            dialbook.signal(how)
            status = dialbook.exit_status()

        assert (status, dialbook.complaints()) == (0, [])
        load.check(dialbook.names())


def test_idle_connections_do_not_hold_the_stop_up(tmp_path: Path) -> None:
    """Used or not, they are closed at once."""
    with Dialbook(tmp_path).serving() as dialbook, contextlib.ExitStack() as idle:
        wires = [idle.enter_context(Wire(dialbook.port)) for _ in range(6)]
        assert all(wire.send(get(SAMPLE[0])).answer() for wire in wires[3:])

        began = time.monotonic()
        dialbook.signal()

        assert dialbook.exit_status() == 0
        assert time.monotonic() - began < 8  # without more they would stay open for ten seconds
        assert all(wire.is_closed() for wire in wires)


@pytest.mark.parametrize("how", SIGNALS)
def test_a_signal_to_every_process_is_one_stop(tmp_path: Path, how: signal.Signals) -> None:
    """Control-C in a terminal and systemd signal the workers too."""
    with Dialbook(tmp_path, "--workers", "2").serving() as dialbook:
        with Load(dialbook.port) as load:
            load.await_more(5)
            os.killpg(dialbook.process.pid, how)
            status = dialbook.exit_status()

        assert (status, dialbook.complaints()) == (0, [])
        load.check(dialbook.names())


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_ends_with_its_terminal(tmp_path: Path, workers: str) -> None:
    """And with all its processes, so that the port is free for the next one."""
    terminal, side = pty.openpty()
    server = Dialbook(tmp_path, "--workers", workers)
    words = [sys.executable, "-m", "dialbook", "serve", *server._options]
    adopt = partial(fcntl.ioctl, side, termios.TIOCSCTTY, 0)  # the side becomes the terminal of the session that begins
    with subprocess.Popen(
        words,
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
        preexec_fn=adopt,  # noqa: PLW1509 - one system call, and no lock
    ) as process:
        server.process = process  # type: ignore[assignment]
        wait_until(lambda: server.answers() and len(server.workers()) == int(workers))
        os.close(side)
        os.close(terminal)

        assert process.wait(30) == 0
    assert server.refuses()


def test_a_hang_up_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """That is what nohup does."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Dialbook(tmp_path).serving() as dialbook:
            workers = dialbook.workers()
            dialbook.signal(signal.SIGHUP)
            time.sleep(1)  # a server that stops may answer for a while
            assert dialbook.process.poll() is None
            assert raw.status_of(dialbook.port, get(SAMPLE[0])) == 200
            assert dialbook.workers() == workers
            dialbook.signal()
            assert dialbook.exit_status() == 0
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_hang_up_of_a_worker_changes_nothing(tmp_path: Path) -> None:
    """Nor does it keep the main process busy from then on."""
    with Dialbook(tmp_path).serving() as dialbook:
        workers = dialbook.workers()
        for worker in workers:
            os.kill(worker, signal.SIGHUP)
        time.sleep(0.2)
        main = psutil.Process(dialbook.process.pid)
        used = sum(main.cpu_times()[:2])
        time.sleep(0.6)
        assert sum(main.cpu_times()[:2]) - used < 0.3
        assert raw.status_of(dialbook.port, get(SAMPLE[0])) == 200
        assert dialbook.workers() == workers


def test_an_impatient_second_signal_changes_nothing(tmp_path: Path) -> None:
    """The request in flight is answered all the same."""
    request = rename(SAMPLE[0], "Late", unsigned=[("Expect", "100-continue")])
    with Dialbook(tmp_path).serving() as dialbook, Wire(dialbook.port) as wire:
        wire.send(request[:-1]).answer()
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGINT):
            dialbook.signal(how)
        wait_until(dialbook.refuses)
        answer = wire.send(request[-1:]).answer()

        assert answer is not None
        assert answer.status == 200
        assert (dialbook.exit_status(), dialbook.complaints()) == (0, [])


def test_a_server_can_be_stopped_while_it_starts(tmp_path: Path) -> None:
    """A signal is not lost, whatever a worker is at: it has just been made, or opens its store, or begins to serve."""
    for milliseconds in range(0, 60, 15):
        with Dialbook(tmp_path, "--workers", "2").starting() as dialbook:
            wait_until(dialbook.workers)
            time.sleep(milliseconds / 1000)
            dialbook.signal()

            assert (dialbook.exit_status(), dialbook.complaints()) == (0, [])


def test_a_worker_that_cannot_start_says_so() -> None:
    """It must not be taken for an application that needs no start, and serve without a store."""
    sent: list[str] = []

    async def receive() -> dict[str, Any]:
        return {"type": "lifespan.startup"}

    async def send(event: dict[str, Any]) -> None:
        sent.append(event["type"])

    async def start() -> Any:
        raise RuntimeError("Something is wrong.")

    asyncio.run(Edge(start, Limits(), log_access=False)({"type": "lifespan"}, receive, send))  # type: ignore[arg-type]

    assert sent == ["lifespan.startup.failed"]
