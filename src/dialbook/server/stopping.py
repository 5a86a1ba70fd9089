"""How the server's processes learn that they shall stop: from signals that are held back, and let in at one place of each process.

Granian loses a signal that comes while a worker starts, or between two runs of its event loop; one that comes twice can block a worker;
one that comes inside an ``Event``, or beside another one, can block the main process. Control-C and systemd signal all processes at once,
so this does happen.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import select
import signal
import threading
from collections.abc import Callable

STOPS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
"""A terminal that is closed sends the last one to every process in it."""
SECONDS_BETWEEN_LOOKS = 0.1

log = logging.getLogger("dialbook.server")


def hold_signals() -> None:
    """Hold back what stops this process, and the processes and threads that it will start; call it in the main thread."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)


class Flag(threading.Event):
    """The event that Granian's main process waits for: a signal, or the end of a worker."""

    def __init__(self) -> None:
        super().__init__()
        self._read_end, self._write_end = os.pipe()

    def set(self) -> None:
        """Let the waiting end, from any thread or handler."""
        os.write(self._write_end, b"!")

    def clear(self) -> None:
        """Let it wait again; a signal that comes meanwhile is still held back."""
        while select.select([self._read_end], [], [], 0)[0]:
            os.read(self._read_end, 1)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set, and let the handlers of signals run."""
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        ready, _, _ = select.select([self._read_end], [], [], timeout)
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        return bool(ready)


def stop_with_main_process(told: Callable[[], None], delay_seconds: float = 0.0) -> None:
    """Have this worker stop gracefully when its main process says so, or has died without a word.

    ``told`` is called at once, and for so long after it everything is still answered. Call it in the running event loop. In a process
    that nobody has started as a worker nothing happens.
    """
    main = multiprocessing.parent_process()
    if main is not None and main.pid is not None:
        _look(asyncio.get_running_loop(), main.pid, told, delay_seconds)


def _look(loop: asyncio.AbstractEventLoop, main_pid: int, told: Callable[[], None], delay_seconds: float) -> None:
    """Look again and again whether it is time to stop."""
    if os.getppid() != main_pid:
        log.error("the main process is gone, so this worker stops")
        signal.raise_signal(signal.SIGTERM)
    if signal.SIGTERM in signal.sigpending():
        told()
        # Where all processes were signalled, the main one shall know of it before a worker ends: or it takes the worker for failed.
        loop.call_later(max(delay_seconds, SECONDS_BETWEEN_LOOKS), _stop)
    else:
        loop.call_later(SECONDS_BETWEEN_LOOKS, _look, loop, main_pid, told, delay_seconds)


def _stop() -> None:
    """Let one SIGTERM through to Granian's handler, and none after it."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
