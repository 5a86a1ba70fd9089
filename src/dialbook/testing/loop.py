"""The event loop that all services of a process run in, there as long as somebody uses it.

Whoever calls runs it in their own thread until there is an answer: to wake another thread would take longer than most answers. What is
left then, such as to record the call, is done when it runs next. It gets a thread of its own as soon as that is not enough: for a server,
where two call at once, where somebody did not wait for the answer, and where the caller is a coroutine, for a thread runs one loop at a
time. A process that forks finds the loop at rest, and the child begins one of its own.
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
    """A thread that runs an event loop until it is stopped."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._lasting: set[asyncio.Task[Any]] = set()
        self._resume = threading.Event()
        self._thread = threading.Thread(target=loop.run_forever, name="dialbook-testing", daemon=True)
        self._thread.start()

    def last(self) -> None:
        """Take what runs in the loop now for what goes on until it is stopped, such as a server."""
        self._lasting |= asyncio.all_tasks(self._loop)

    def stop(self) -> None:
        """End the thread; what still runs is cancelled."""
        asyncio.run_coroutine_threadsafe(cancel_all(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def pause(self) -> None:
        """Have the loop finish what it does, and then stand still until ``resume``."""
        if threading.current_thread() is not self._thread:
            paused = threading.Event()
            self._resume.clear()
            asyncio.run_coroutine_threadsafe(self._rest(paused), self._loop)
            paused.wait(REST_SECONDS)

    async def _rest(self, paused: threading.Event) -> None:
        await finish(self._lasting)
        paused.set()
        self._resume.wait(REST_SECONDS)

    def resume(self) -> None:
        """Go on."""
        self._resume.set()


class SharedLoop:
    """The loop of this process, which begins with its first user and ends with its last."""

    def __init__(self) -> None:
        self._state = threading.Condition()
        self._users = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: LoopThread | None = None
        self._visited = False
        """Whether somebody who calls runs the loop just now."""
        self._wanted = False
        """Whether a thread is to run it after that."""
        self._of_parents: list[asyncio.AbstractEventLoop | None] = []
        os.register_at_fork(before=self._rest, after_in_parent=self._go_on, after_in_child=self._begin_anew)

    def enter(self) -> None:
        """Count one more user."""
        with self._state:
            self._users += 1

    def leave(self) -> None:
        """Count one user less; without any the loop ends."""
        with self._state:
            self._users -= 1
            if self._users == 0 and self._loop is not None:
                self._state.wait_for(lambda: not self._visited)
                if self._thread is not None:
                    self._thread.stop()
                elif asyncio.all_tasks(self._loop):
                    visit(self._loop, cancel_all())
                self._loop.close()
                self._loop = self._thread = None

    def call(self, work: Coroutine[Any, Any, T], timeout_seconds: float | None = None) -> T:
        """Run a coroutine in the loop and return what it returns. Raises TimeoutError, and lets it go on then."""
        with self._state:
            loop = self._begun()
            own = current()
            if own is loop:
                work.close()
                raise RuntimeError(
                    "A service of dialbook cannot be called from within itself: that would wait for ever."
                )
            mine = self._thread is None and not self._visited and own is None
            if mine:
                self._visited = True
            else:
                self._require_thread()
                future = asyncio.run_coroutine_threadsafe(work, loop)
        if not mine:
            return future.result(timeout_seconds)
        try:
            return run(loop, work, timeout_seconds)
        except TimeoutError:
            self._wanted = True
            raise
        finally:
            self._end_visit()

    def thread(self) -> LoopThread:
        """Return the thread that runs the loop from now on, if nobody who calls does."""
        with self._state:
            self._state.wait_for(lambda: not self._visited)
            self._require_thread()
            assert self._thread is not None  # noqa: S101 - nobody runs it
            return self._thread

    def _begun(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._wanted = False
        return self._loop

    def _require_thread(self) -> None:
        """Have a thread run the loop, now or as soon as nobody else does."""
        self._wanted = True
        if self._thread is None and not self._visited:
            self._thread = LoopThread(self._begun())

    def _end_visit(self) -> None:
        with self._state:
            self._visited = False
            if self._wanted:
                self._require_thread()
            self._state.notify_all()

    def _rest(self) -> None:
        self._state.acquire()
        self._state.wait_for(lambda: not self._visited, REST_SECONDS)
        if self._thread is not None:
            self._thread.pause()
        elif self._loop is not None and not self._visited and asyncio.all_tasks(self._loop):
            visit(self._loop, finish(set()))

    def _go_on(self) -> None:
        if self._thread is not None:
            self._thread.resume()
        self._state.release()

    def _begin_anew(self) -> None:
        # The parent's loop has no thread here. It is kept, for a loop that nobody keeps warns that it was never closed.
        self._of_parents.append(self._loop)
        self._loop = self._thread = None
        self._visited = False
        self._state.release()


def current() -> asyncio.AbstractEventLoop | None:
    """Return the loop that this thread runs."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def run(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T], timeout_seconds: float | None) -> T:
    """Run a loop in this thread until a coroutine ends, and return what it returns. Raises TimeoutError, and leaves it unfinished then."""
    task = loop.create_task(work)
    late = None if timeout_seconds is None else loop.call_later(timeout_seconds, loop.stop)
    try:
        return loop.run_until_complete(task)
    except RuntimeError:
        if task.done():
            raise
        raise TimeoutError from None
    finally:
        if late is not None:
            late.cancel()


def visit(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, None]) -> None:
    """Run a loop until a coroutine ends; in another thread, where this one runs a loop already."""
    if current() is None:
        loop.run_until_complete(work)
        return
    thread = threading.Thread(target=loop.run_until_complete, args=(work,))
    thread.start()
    thread.join()


async def cancel_all() -> None:
    """End all other tasks of the running loop."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def finish(lasting: set[asyncio.Task[Any]]) -> None:
    """Wait for all other tasks of the running loop, but not for ever, and not for those that last."""
    unfinished = asyncio.all_tasks() - lasting - {asyncio.current_task()}
    if unfinished:
        await asyncio.wait(unfinished, timeout=REST_SECONDS)


SHARED = SharedLoop()
