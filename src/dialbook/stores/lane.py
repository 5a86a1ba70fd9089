"""A thread beside the event loop, for calls that wait in the kernel."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")


class Lane:
    """One thread that makes calls one after the other.

    Not an executor, because the interpreter joins an executor's threads when it ends, and a call may wait for a lock that another
    process never gives back.
    """

    def __init__(self, name: str) -> None:
        """Start the thread."""
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def post(self, call: Callable[[], None]) -> None:
        """Have ``call`` made; it must not raise."""
        self._calls.put(call)

    def start(self, call: Callable[[], T]) -> asyncio.Future[T]:
        """Have ``call`` made and return the future of its result, for the running event loop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self.post(lambda: _make(call, future, loop))
        return future

    def close(self, patience_seconds: float) -> bool:
        """Let the thread end after the calls it has; tell whether it did within ``patience_seconds``."""
        self._calls.put(None)
        self._thread.join(patience_seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            call()


def _make(call: Callable[[], T], future: asyncio.Future[T], loop: asyncio.AbstractEventLoop) -> None:
    settle: Callable[[], None]
    try:
        settle = functools.partial(future.set_result, call())
    except Exception as error:  # noqa: BLE001 - carried to whoever awaits the future
        settle = functools.partial(future.set_exception, error)
    with contextlib.suppress(RuntimeError):  # the loop has ended, so nobody awaits it
        loop.call_soon_threadsafe(_settle, future, settle)


def _settle(future: asyncio.Future[T], settle: Callable[[], None]) -> None:
    if not future.done():  # it may have been cancelled
        settle()
