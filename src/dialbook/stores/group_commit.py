"""Many writes, one commit: what waits to be written shares one wait for the disk."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

import apsw
import msgspec

from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.stores.failures import unavailable
from dialbook.stores.limits import Limits
from dialbook.stores.patience import insist
from dialbook.stores.transaction import Writing
from dialbook.stores.turnstile import Turn

T = TypeVar("T")
Beside = Callable[[Callable[[], None]], Awaitable[None]]
"""Makes a call that waits for the disk, where it does not hold up the event loop."""


class Waiting(msgspec.Struct):
    """A write between its arrival and its answer."""

    work: Callable[[Tx], Awaitable[Any]]
    answer: asyncio.Future[Any]
    result: Any = None
    refusal: Exception | None = None
    """What the work raised: delivered only after the commit, for what the work read was not durable before."""

    def deliver(self) -> None:
        """Answer, unless the one who asked has gone."""
        if self.answer.done():
            return
        if self.refusal is None:
            self.answer.set_result(self.result)
        else:
            self.answer.set_exception(self.refusal)

    def fail(self, error: BaseException) -> None:
        """Answer that the store is unavailable because of ``error``."""
        if not self.answer.done():
            outage = unavailable(error)
            outage.__cause__ = error
            self.answer.set_exception(outage)


class GroupCommit:
    """Takes the writes that wait, runs them in one transaction, commits, and only then answers.

    While the commit waits for the disk, the next batch gathers. A savepoint around each work would cost two statements that hardly any
    needs: what is refused is mostly refused before it has written. So only a batch in which a work must be undone has savepoints, on
    its second run.
    """

    def __init__(self, connection: apsw.Connection, turn: Turn, beside: Beside, limits: Limits) -> None:
        """Write on ``connection``, which nobody else uses while a batch has its ``turn``."""
        self._connection = connection
        self._cursor = connection.cursor()
        self._turn = turn
        self._beside = beside
        self._limits = limits
        self._queue: deque[Waiting] = deque()
        self._draining: asyncio.Task[None] | None = None
        self._closed = False

    async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``work`` in the next batch; return its result, or raise its exception, once the batch is durable."""
        if self._closed:
            raise StoreUnavailable("The store is closed.")
        loop = asyncio.get_running_loop()
        waiting = Waiting(work, loop.create_future())
        self._queue.append(waiting)
        if self._draining is None:
            self._draining = loop.create_task(self._drain())
        result: T = await waiting.answer
        return result

    async def close(self) -> None:
        """Accept nothing more and finish what was accepted."""
        self._closed = True
        if self._draining is not None:
            await asyncio.wait((self._draining,))

    async def _drain(self) -> None:
        try:
            while self._queue:
                # The answers of the batch before go out, and what has arrived meanwhile joins the next.
                await asyncio.sleep(0)
                await self._batch()
        except BaseException as error:
            _fail(_emptied(self._queue), error)
            raise
        finally:
            self._draining = None

    async def _batch(self) -> None:
        taken: list[Waiting] = []
        try:
            await self._begin()
        except Exception as error:  # noqa: BLE001 - carried to those who wait
            _fail(_emptied(self._queue), error)
            return
        try:
            await self._perform(taken)
            await self._beside(self._commit)
        except BaseException as error:
            _fail(taken, error)
            if not isinstance(error, Exception):
                raise
            return
        for waiting in taken:
            waiting.deliver()

    async def _begin(self) -> None:
        """Take the turn and the file's write lock."""
        await self._turn.acquire()
        try:
            await self._lock()
        except BaseException:
            self._turn.release()
            raise

    async def _lock(self) -> None:
        """Begin a transaction with the file's write lock, which only programs that know no turns can withhold."""
        await insist(lambda: self._cursor.execute("begin immediate"), self._limits.patience_seconds)

    async def _perform(self, taken: list[Waiting]) -> None:
        """Run what waits until the batch is full, and list it in ``taken``. Raises StoreUnavailable after an outage."""
        try:
            if not await self._fill(taken, self._run):
                self._cursor.execute("rollback")
                await self._lock()
                if len(taken) > 1:  # what was alone is undone already, and need not run again
                    self._queue.extendleft(reversed(taken))
                    taken.clear()
                await self._fill(taken, self._run_apart)
        except BaseException:
            self._roll_back()
            self._turn.release()
            raise

    async def _fill(self, taken: list[Waiting], run: Callable[[Waiting, Writing], Awaitable[bool]]) -> bool:
        """Take what waits and ``run`` it, until the batch is full; stop and return False when something must be undone."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._limits.batch_seconds
        tx = Writing(self._connection, self._limits.patience_seconds)
        while self._queue and len(taken) < self._limits.batch_works and not (taken and loop.time() > deadline):
            waiting = self._queue.popleft()
            if waiting.answer.cancelled():
                continue
            taken.append(waiting)
            if not await run(waiting, tx):
                return False
        return True

    async def _run(self, waiting: Waiting, tx: Writing) -> bool:
        """Run one work. Return False when it has written and that must not stay: it raises, or who asked has gone meanwhile."""
        waiting.result = waiting.refusal = None
        before = self._connection.total_changes()
        try:
            waiting.result = await waiting.work(tx)
        except asyncio.CancelledError:
            if _cancelled():
                raise
            waiting.answer.cancel()
        except Exception as refusal:  # noqa: BLE001 - carried to the one who asked
            waiting.refusal = refusal
        if tx.outage is not None:
            raise tx.outage
        stays = waiting.refusal is None and not waiting.answer.cancelled()
        return stays or self._connection.total_changes() == before

    async def _run_apart(self, waiting: Waiting, tx: Writing) -> bool:
        """Run one work so that it can be undone without its neighbours."""
        self._cursor.execute("savepoint work")
        if not await self._run(waiting, tx):
            self._cursor.execute("rollback to work")
        self._cursor.execute("release work")
        return True

    def _commit(self) -> None:
        """Make the batch durable and let the next writer in at once: this runs in a thread, and the loop may be busy."""
        try:
            self._cursor.execute("commit")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._turn.release()

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            with contextlib.suppress(apsw.Error):  # what led here is the error to tell
                self._cursor.execute("rollback")


def _emptied(queue: deque[Waiting]) -> list[Waiting]:
    waiting = list(queue)
    queue.clear()
    return waiting


def _cancelled() -> bool:
    """Tell whether this task is meant, and not something that a work waited for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _fail(waiting: Iterable[Waiting], error: BaseException) -> None:
    for one in waiting:
        one.fail(error)
