"""A worker whose main process was killed must not live on and keep the port."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal

SECONDS_BETWEEN_LOOKS = 1.0

log = logging.getLogger("dialbook.server")


def stop_when_orphaned() -> None:
    """Have this worker stop gracefully, as on SIGTERM, soon after its main process has died without a word.

    Call it in the running event loop. In a process that nobody has started as a worker nothing happens.
    """
    main = multiprocessing.parent_process()
    if main is not None and main.pid is not None:
        _look(main.pid)


def _look(main_pid: int) -> None:
    """Ask for the parent again and again: the system gives an orphan another one, and no signal that every system has."""
    if os.getppid() == main_pid:
        asyncio.get_running_loop().call_later(SECONDS_BETWEEN_LOOKS, _look, main_pid)
    else:
        log.error("the main process is gone, so this worker stops")
        signal.raise_signal(signal.SIGTERM)
