"""Revisions that arrive together are committed together: what a transaction costs hardly depends on how many records it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from dialbook.ports.store import StoreUnavailable
from dialbook.stores import statements
from dialbook.stores.postgres import failures
from dialbook.stores.postgres.drafts import Revision
from dialbook.stores.postgres.failures import Gone, Transient
from dialbook.stores.postgres.links import CLOSED, Link

Hold = Callable[[Callable[[Link], Awaitable[None]]], Awaitable[None]]
"""Does a step on a connection."""
Waiting = tuple[Revision, asyncio.Future[bool]]

AT_ONCE = 2
"""How many groups are under way: meanwhile the next one gathers."""
MOST = 256
"""How many revisions are committed together at most."""


class Groups:
    """The revisions that wait, and the tasks that make them."""

    def __init__(self, hold: Hold, ahead: Callable[[], int]) -> None:
        """Commit on connections of ``hold``; ``ahead`` says by how much positions of the history are ahead then."""
        self._hold = hold
        self._ahead = ahead
        self._waiting: list[Waiting] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._scheduled = False

    async def make(self, revision: Revision) -> bool:
        """Make a revision, and tell whether it is made and durable. Raises StoreUnavailable where that is not known."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bool] = loop.create_future()
        self._waiting.append((revision, answer))
        if not self._scheduled and len(self._tasks) < AT_ONCE:
            self._scheduled = True
            loop.call_soon(self._start)  # when all that has arrived by now is here
        return await answer

    def _start(self) -> None:
        self._scheduled = False
        while self._waiting and len(self._tasks) < AT_ONCE:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            task = asyncio.get_running_loop().create_task(self._write(group))
            self._tasks.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._start()

    async def _write(self, group: list[Waiting]) -> None:
        """Commit a group. Where nothing was committed and somebody may do better with locks, all are told that they are not made."""
        made: set[int] = set()
        failure: Exception | None = None
        try:
            await self._hold(partial(self._commit, group, made))
        except Transient:
            made.clear()
        except StoreUnavailable as outage:
            failure = outage
        except BaseException:
            failure = StoreUnavailable(CLOSED)
            raise
        finally:
            tell(group, made, failure)
        if isinstance(failure, Gone):
            waiting, self._waiting = self._waiting, []
            tell(waiting, set(), failure)

    async def _commit(self, group: list[Waiting], made: set[int], link: Link) -> None:
        try:
            await link.begin(statements.BEGIN)
            made.update(await self._revise(link, group))
        except BaseException as error:
            await link.roll_back()
            if isinstance(error, StoreUnavailable) or not isinstance(error, Exception):
                raise
            raise Transient(
                failures.FAILED
            ) from error  # a value does not fit: whose it is comes out when each is alone
        await link.commit()

    async def _revise(self, link: Link, group: list[Waiting]) -> set[int]:
        """Make the revisions whose records are still what they were, and return their places in the group."""
        ahead = self._ahead()
        rows: dict[str, list[list[object]]] = {}
        for place, (revision, _) in enumerate(group):
            rows.setdefault(revision.sql, []).append([*revision.values, ahead, place])
        found = [row for sql, values in rows.items() for row in await link.fetch_many(sql, values)]
        return {row[0] % statements.POSITIONS_OF_ONE for row in found}


def tell(group: list[Waiting], made: set[int], failure: Exception | None) -> None:
    """Tell each who waits what has happened."""
    for place, (_, answer) in enumerate(group):
        if answer.done():
            continue
        if failure is None:
            answer.set_result(place in made)
        else:
            answer.set_exception(failure)
