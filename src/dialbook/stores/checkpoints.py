"""Write the log back into the database file, so that it stays small while nobody stops for it."""

from __future__ import annotations

import logging

import apsw

from dialbook.stores.failures import OUTAGES
from dialbook.stores.lane import Lane
from dialbook.stores.limits import Limits
from dialbook.stores.turnstile import Turnstile

log = logging.getLogger("dialbook.store")

_ROUNDS = 4
_REMAINDER_PAGES = 256
_READERS_MILLISECONDS = 20


class Checkpoints:
    """Follows one writer's log from a thread with a connection and a place at the turnstile of its own.

    A passive checkpoint waits for nobody and makes nobody wait, but the log starts anew only when all of it is written back, and under
    load there is always something newer. So the small remainder is written back while no process writes.
    """

    def __init__(self, connection: apsw.Connection, turnstile: Turnstile, limits: Limits) -> None:
        """Work on ``connection`` and ``turnstile``, which nobody else uses."""
        connection.set_busy_timeout(_READERS_MILLISECONDS)
        self._connection = connection
        self._turnstile = turnstile
        self._lane = Lane("dialbook-checkpoints")
        self._step = self._due = limits.log_pages
        self._told_from = self._told_next = limits.log_pages_told
        self._at_work = False

    def grown(self, _connection: apsw.Connection, _database: str, pages: int) -> int:
        """Take note, as a WAL hook, that a commit has left so many pages in the log."""
        if pages < self._step:
            self._due, self._told_next = self._step, self._told_from
        elif pages >= self._due and not self._at_work:
            self._at_work = True
            self._due = pages + self._step
            self._lane.post(self._run)
        return apsw.SQLITE_OK

    def close(self, patience_seconds: float) -> None:
        """Finish what is begun and let go of everything."""
        self._turnstile.close(self._lane, patience_seconds)
        self._connection.close()

    def _run(self) -> None:
        try:
            self._write_back()
        except OUTAGES:
            pass  # a long reader, another checkpoint, a full disk: tried again when the log has grown by another step
        finally:
            self._at_work = False

    def _write_back(self) -> None:
        before = -1
        for _ in range(_ROUNDS):
            pages, written = self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
            if pages - written <= _REMAINDER_PAGES:
                break
            if written == before:
                self._tell(pages)
                return  # a long read needs the rest of the log, and waiting for it would hold up every writer
            before = written
        self._finish()

    def _tell(self, pages: int) -> None:
        """Say that the log is long, and again each time it has doubled: no bound is possible but to stop writing."""
        if pages >= self._told_next:
            self._told_next = 2 * pages
            log.warning(
                "the -wal file of the store has %d MiB and grows: a program that reads the file has not ended its transaction",
                pages * 4 // 1024,
            )

    def _finish(self) -> None:
        self._turnstile.enter()
        try:
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_RESTART)
        finally:
            self._turnstile.leave()
