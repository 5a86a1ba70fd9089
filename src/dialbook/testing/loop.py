"""The event loop that all services of a process run in: a thread of its own, there as long as somebody uses it.

So a client works from any thread, and also from a coroutine: what it calls runs in another loop. A process that forks finds the loop at
rest, and the child begins one of its own.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

REST_SECONDS = 5.0
"""How long a fork waits for what the loop still does."""


class LoopThread:
    """An event loop that runs in a thread until it is stopped."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._lasting: set[asyncio.Task[Any]] = set()
        self._resume = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dialbook-testing", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def call(self, work: Coroutine[Any, Any, T], timeout_seconds: float | None = None) -> T:
        """Run a coroutine in the loop and return what it returns. Raises TimeoutError, and lets it go on then."""
        if threading.current_thread() is self._thread:
            work.close()
            raise RuntimeError("A service of dialbook cannot be called from within itself: that would wait for ever.")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_seconds)

    def last(self) -> None:
        """Take what runs in the loop now for what goes on until it is stopped, such as a server."""
        self._lasting |= asyncio.all_tasks(self._loop)

    def stop(self) -> None:
        """End the loop and its thread; what still runs is cancelled."""
        self.call(self._cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _cancel_all(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def pause(self) -> None:
        """Have the loop finish what it does, and then stand still until ``resume``."""
        if threading.current_thread() is not self._thread:
            paused = threading.Event()
            self._resume.clear()
            asyncio.run_coroutine_threadsafe(self._rest(paused), self._loop)
            paused.wait(REST_SECONDS)

    async def _rest(self, paused: threading.Event) -> None:
        unfinished = asyncio.all_tasks() - self._lasting - {asyncio.current_task()}
        if unfinished:
            await asyncio.wait(unfinished, timeout=REST_SECONDS)
        paused.set()
        self._resume.wait(REST_SECONDS)

    def resume(self) -> None:
        """Go on."""
        self._resume.set()


class SharedLoop:
    """The loop of this process, which begins with its first user and ends with its last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._running: LoopThread | None = None
        self._of_parents: list[LoopThread | None] = []
        os.register_at_fork(before=self._rest, after_in_parent=self._go_on, after_in_child=self._begin_anew)

    def enter(self) -> None:
        """Count one more user."""
        with self._lock:
            self._users += 1

    def leave(self) -> None:
        """Count one user less; without any the loop ends."""
        with self._lock:
            self._users -= 1
            if self._users == 0 and self._running is not None:
                self._running.stop()
                self._running = None

    def call(self, work: Coroutine[Any, Any, T], timeout_seconds: float | None = None) -> T:
        """Run a coroutine in the loop and return what it returns. Raises TimeoutError, and lets it go on then."""
        return self.thread().call(work, timeout_seconds)

    def thread(self) -> LoopThread:
        """Return the running loop."""
        with self._lock:
            if self._running is None:
                self._running = LoopThread()
            return self._running

    def _rest(self) -> None:
        self._lock.acquire()
        if self._running is not None:
            self._running.pause()

    def _go_on(self) -> None:
        if self._running is not None:
            self._running.resume()
        self._lock.release()

    def _begin_anew(self) -> None:
        # The parent's loop has no thread here. It is kept, for a loop that nobody keeps warns that it was never closed.
        self._of_parents.append(self._running)
        self._running = None
        self._lock.release()


SHARED = SharedLoop()
