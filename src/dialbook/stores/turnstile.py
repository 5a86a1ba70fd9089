"""Who writes next: the hand-over between processes on one file.

SQLite's own lock is not fair. Whoever finds it taken sleeps and asks again, while the one who gives it back takes it again at once: two
busy processes halve the throughput and wait hundreds of milliseconds. Here they queue.

Two locks of the kernel (flock) on two files beside the database: the *turn*, held while writing, and the *queue*, held by the one who
waits for the turn. Whoever gives the turn back and wants it again finds the queue taken and comes after those who wait. The kernel
releases both when a process dies, however it dies. SQLite's lock stays what makes writing safe; this one only makes it orderly.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from pathlib import Path
from typing import Protocol

from dialbook.ports.store import StoreUnavailable
from dialbook.stores.file_place import FilePlace
from dialbook.stores.lane import Lane

_KEPT = "Another process has been writing to the store for too long."
_PAUSE_SECONDS = 0.01


class Turnstile:
    """The two locks, for one holder at a time: each user within a process opens its own."""

    def __init__(self, database: Path) -> None:
        """Open the two files beside ``database``. Raises OSError."""
        self._queue = _open(f"{database}-queue")
        self._turn = _open(f"{database}-turn")
        self._abandoned = False

    def enter(self) -> None:
        """Wait for the turn, behind those who wait already."""
        fcntl.flock(self._queue, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._turn, fcntl.LOCK_EX)
        finally:
            fcntl.flock(self._queue, fcntl.LOCK_UN)
        if self._abandoned:
            self.leave()

    def enter_at_once(self) -> bool:
        """Take the turn if nobody has it and nobody waits for it."""
        if not _try(self._queue):
            return False
        try:
            return _try(self._turn)
        finally:
            fcntl.flock(self._queue, fcntl.LOCK_UN)

    def enter_within(self, seconds: float) -> None:
        """Take the turn where no event loop runs yet. Raises StoreUnavailable when somebody keeps it for longer."""
        for _ in range(int(seconds / _PAUSE_SECONDS) + 1):
            if self.enter_at_once():
                return
            time.sleep(_PAUSE_SECONDS)
        raise StoreUnavailable(_KEPT)

    def leave(self) -> None:
        """Give the turn to the next; any thread may."""
        fcntl.flock(self._turn, fcntl.LOCK_UN)

    def close(self, lane: Lane, patience_seconds: float) -> None:
        """End the ``lane`` that enters here and give up what it holds; whatever it still waits for is given back when it comes."""
        self._abandoned = True
        if lane.close(patience_seconds):
            os.close(self._queue)
            os.close(self._turn)


class Turn(Protocol):
    """The right to write, for the event loop; ``asyncio.Lock`` is one for a store that nobody shares."""

    async def acquire(self) -> object:
        """Wait for the right, without holding up the loop. Raises StoreUnavailable."""
        ...

    def release(self) -> None:
        """Give it back."""
        ...


class SharedTurn:
    """The right to write to a file that other processes write too."""

    def __init__(self, turnstile: Turnstile, lane: Lane, place: FilePlace, patience_seconds: float) -> None:
        """Wait for ``turnstile`` in ``lane`` when it is not free, to write to the file at ``place``."""
        self._turnstile = turnstile
        self._place = place
        self._lane = lane
        self._patience_seconds = patience_seconds
        self._coming: asyncio.Future[None] | None = None
        self._wanted = False

    async def acquire(self) -> None:
        """Take the turn, and see that there is something to write to.

        After a StoreUnavailable the place in the queue is kept for the next call.
        """
        await self._enter()
        try:
            self._place.require()
        except StoreUnavailable:
            self.release()
            raise

    async def _enter(self) -> None:
        if self._coming is None:
            if self._turnstile.enter_at_once():
                return
            self._coming = self._lane.start(self._turnstile.enter)
            self._coming.add_done_callback(self._forgo)
        self._wanted = True
        try:
            await asyncio.wait((self._coming,), timeout=self._patience_seconds)
        finally:
            self._wanted = False
        if not self._coming.done():
            raise StoreUnavailable(_KEPT)
        coming, self._coming = self._coming, None
        coming.result()

    def _forgo(self, coming: asyncio.Future[None]) -> None:
        """Give back a turn that comes when nobody waits for it any more, and has not been taken just before either."""
        if coming is self._coming and not self._wanted:
            self._coming = None
            self._turnstile.leave()

    def release(self) -> None:
        """Give the turn to the next process; any thread may."""
        self._turnstile.leave()


def _open(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
