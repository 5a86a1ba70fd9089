"""Reads of single records that arrive together travel together: what a statement costs hardly depends on how many it returns."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from dialbook.ports.store import Key, StoreUnavailable
from dialbook.stores import statements
from dialbook.stores.postgres.failures import Gone
from dialbook.stores.postgres.rows import mapper_of, value_of

Fetch = Callable[[str, Sequence[Any]], Awaitable[Sequence[Any]]]
"""Runs a statement on some connection."""
Answer = asyncio.Future[Any]

AT_ONCE = 2
"""How many statements are under way: meanwhile the next one gathers."""
MOST = 128
"""How many records a statement asks for at most."""


class Group(msgspec.Struct, frozen=True):
    """Records of one kind whose keys differ in the last column only, and so lie in one shard."""

    kind: type[Any]
    shard: Key


class PointReads:
    """The reads that wait, and the tasks that do them."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._waiting: dict[Group, dict[Any, list[Answer]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._scheduled = False

    def ask(self, kind: type[Any], key: Key) -> Answer:
        """Have a record read, and return what is going to be the one with this primary key, or None. It may fail with StoreUnavailable."""
        loop = asyncio.get_running_loop()
        answer: Answer = loop.create_future()
        values = tuple(value_of(value) for value in key)
        group = Group(kind, values[:-1])
        self._waiting.setdefault(group, {}).setdefault(values[-1], []).append(answer)
        if not self._scheduled and len(self._tasks) < AT_ONCE:
            self._scheduled = True
            loop.call_soon(self._start)  # when all that has arrived by now is here
        return answer

    async def finish(self) -> None:
        """Wait for all that was asked for, also where nobody waits for it any more."""
        while self._waiting or self._tasks:
            await (asyncio.wait(self._tasks) if self._tasks else asyncio.sleep(0))

    def _start(self) -> None:
        self._scheduled = False
        while self._waiting and len(self._tasks) < AT_ONCE:
            group, answers = self._taken()
            task = asyncio.get_running_loop().create_task(self._read(group, answers))
            self._tasks.add(task)
            task.add_done_callback(self._done)

    def _taken(self) -> tuple[Group, dict[Any, list[Answer]]]:
        """Take a group, or as much of it as one statement may ask for; the rest waits behind the others."""
        group = next(iter(self._waiting))
        answers = self._waiting.pop(group)
        if len(answers) > MOST:
            lasts = list(answers)
            self._waiting[group] = {last: answers[last] for last in lasts[MOST:]}
            answers = {last: answers[last] for last in lasts[:MOST]}
        return group, answers

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._start()

    async def _read(self, group: Group, answers: dict[Any, list[Answer]]) -> None:
        mapper = mapper_of(group.kind)
        try:
            if len(answers) == 1:
                rows = await self._fetch(statements.select_one(mapper), [*group.shard, *answers])
            else:
                rows = await self._fetch(statements.select_some(mapper), [*group.shard, list(answers)])
            at = mapper.columns.index(mapper.key[-1])
            found = {row[at]: mapper.record_of(row) for row in rows}
        except BaseException as error:
            fail(answers, error)
            if isinstance(error, Gone):
                waiting_too, self._waiting = self._waiting, {}
                for others in waiting_too.values():
                    fail(others, error)
            if not isinstance(error, Exception):
                raise
            return
        for last, waiting in answers.items():
            for answer in waiting:
                if not answer.done():
                    answer.set_result(found.get(last))


def fail(answers: dict[Any, list[Answer]], error: BaseException) -> None:
    """Tell each who waits what has happened; that nobody may wait any more is no mistake."""
    for waiting in answers.values():
        for answer in waiting:
            if not answer.done():
                answer.set_exception(
                    error if isinstance(error, Exception) else StoreUnavailable("The store is closed.")
                )
                answer.exception()
