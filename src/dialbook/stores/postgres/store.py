"""The PostgreSQL store: one database that any number of processes share."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from dialbook.domain.history import Change
from dialbook.ports.dumps import Dump
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.stores import statements
from dialbook.stores.postgres import distribution, dumps, failures, schema
from dialbook.stores.postgres.drafts import Draft, Remembered
from dialbook.stores.postgres.failures import Alone, Gone, Transient, Unknown
from dialbook.stores.postgres.groups import Groups
from dialbook.stores.postgres.hosts import Hosts
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import CLOSED, Link, Links
from dialbook.stores.postgres.places import Place, place_of_primary
from dialbook.stores.postgres.point_reads import PointReads
from dialbook.stores.postgres.reading import Reading
from dialbook.stores.postgres.rows import mapper_of
from dialbook.stores.postgres.shared import Shared
from dialbook.stores.postgres.writing import Writing

T = TypeVar("T")
Chance = Callable[[], float]
"""Draws a number from 0 up to 1."""

_STUCK = "Another transaction of the PostgreSQL server is open for too long: the end of the history is not known."
_LOOK_SECONDS = 0.01


class PostgresStore:
    """Each read is one statement after the other on a held connection; each write is one transaction, begun anew where it must be.

    What changes one record only is first tried without locks, and shares its transaction with others that do.
    """

    def __init__(self, url: str, limits: Limits, chance: Chance) -> None:
        """Connect to ``url`` when there is something to do."""
        self._hosts = Hosts(url, limits)
        self._limits = limits
        self._chance = chance
        self._links = Links(self._connect, limits)
        self._shared: Shared | None = None
        self._in_doubt = False
        """Whether a commit was given up, and no other has been made since: it may wait for a standby that is gone."""
        self._point_reads = PointReads(self._fetch)
        self._writes = 0
        """How many are under way, some of them without a connection."""
        self._written = asyncio.Event()
        self._closing = False
        self._remembered = Remembered(self._reading())
        self._groups = Groups(self._once, lambda: self._known.ahead)

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``work`` on committed state. Raises StoreUnavailable."""
        return await self._insist(lambda: work(self._reading()))

    async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``work`` and return only after its changes are durable; an exception from it undoes them. Raises StoreUnavailable."""
        if self._closing:
            raise StoreUnavailable(CLOSED)
        self._writes += 1
        try:
            if self._in_doubt:
                await self._hold(self._require_confirmations)
            drafted = await self._draft(work)
            return await self._write(work) if drafted is None else drafted[0]
        except Unknown:
            self._in_doubt = True
            raise
        finally:
            self._writes -= 1
            if not self._writes:
                self._written.set()

    async def feed(self, after: int, limit: int) -> list[tuple[int, Change]]:
        """Return the ``limit`` changes behind a position that no open transaction can come before any more. Raises StoreUnavailable."""
        mapper = mapper_of(Change)

        async def step(link: Link) -> list[tuple[int, Change]]:
            # One after the other: a node of a sharded database would look at its own transactions.
            oldest, _ = await self._open_transactions(link)
            end = (oldest + self._known.ahead) * statements.POSITIONS_OF_ONE
            rows = await link.fetch(statements.select_between(mapper), [max(after, 0), end, limit])
            return [(row[-1], mapper.record_of(tuple(row)[:-1])) for row in rows]

        return await self._hold(step)

    async def feed_end(self) -> int:
        """Return a position that every committed change is at or before, and every later one behind. Raises StoreUnavailable.

        Whoever is just writing has a place before it, and is waited for.
        """
        _, following = await self._hold(self._open_transactions)
        for _ in range(int(self._limits.patience_seconds / _LOOK_SECONDS)):
            oldest, _ = await self._hold(self._open_transactions)
            if oldest >= following:
                return (following + self._known.ahead) * statements.POSITIONS_OF_ONE - 1
            await asyncio.sleep(_LOOK_SECONDS)
        raise StoreUnavailable(_STUCK)

    async def history(self, account: str, subject: str) -> list[Change]:
        """Return what was changed of one record, in the order in which it was. Raises StoreUnavailable."""
        mapper = mapper_of(Change)

        rows = await self._query(statements.select_history(mapper), [account, subject])
        return [mapper.record_of(row) for row in rows]

    async def changes(self, after: int | None, limit: int) -> list[tuple[int, Change]]:
        """Return the ``limit`` changes behind a position, or from the first on, restored history too. Raises StoreUnavailable."""
        mapper = mapper_of(Change)
        behind = [] if after is None else [after]
        rows = await self._query(statements.select_positions(mapper, bool(behind)), [*behind, limit])
        return [(row[-1], mapper.record_of(tuple(row)[:-1])) for row in rows]

    async def count(self, kind: type[Any]) -> int:
        """Return how many records of this kind there are. Raises StoreUnavailable."""

        async def step(link: Link) -> int:
            [[count]] = await dumps.fetch_all(link, statements.count(mapper_of(kind)), self._limits)
            return int(count)

        return await self._hold(step)

    async def survey(self, kinds: Sequence[type[Any]]) -> None:
        """Have the planner know how many records of these kinds there are. Raises StoreUnavailable."""
        tables = tuple(mapper_of(kind).table for kind in kinds)
        await self._hold(lambda link: dumps.analyze(link, tables, self._limits))

    async def check(self) -> None:
        """See whether the store can be used now; may be cancelled. Raises StoreUnavailable, SchemaMismatch."""
        await self._hold(schema.require_current)

    async def time(self) -> datetime:
        """Return what the server's clock shows. Raises StoreUnavailable."""
        [[shown]] = await self._query("select clock_timestamp()", [])
        moment: datetime = shown
        return moment

    async def place(self) -> Place:
        """Return how far the database is: whatever was acknowledged or could be seen is at this place. Raises StoreUnavailable."""
        return await self._hold(place_of_primary)

    async def dump(self, kinds: Sequence[type[Any]], most_bytes: int) -> Dump:
        """Return all records of these kinds, as they are at one moment. Raises DumpTooLarge, StoreUnavailable."""

        async def step(link: Link) -> Dump:
            return await dumps.dump(link, kinds, most_bytes, self._limits)

        return await self._hold(step)

    async def close(self) -> None:
        """Finish what was accepted, then let go of everything."""
        self._closing = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._limits.patience_seconds):
                if self._writes:
                    self._written.clear()
                    await self._written.wait()
                await self._point_reads.finish()
        await self._links.close()

    @property
    def _known(self) -> Shared:
        assert self._shared is not None  # noqa: S101 - known since the first connection
        return self._shared

    async def _connect(self) -> Link:
        """Make a connection; the first one looks at the schema. Raises SchemaMismatch, StoreUnavailable."""
        link = await self._hosts.connect()
        if self._shared is None:
            try:
                await schema.require_current(link)
                known = Shared(await schema.epoch(link), await distribution.is_distributed(link))
                self._shared = self._shared or known
            except BaseException:
                link.cut()
                raise
        return link

    async def _hold(self, step: Callable[[Link], Awaitable[T]]) -> T:
        """Do a step on a connection of its own, and where it may succeed the next time, do it again. Raises StoreUnavailable."""
        return await self._insist(lambda: self._once(step))

    async def _once(self, step: Callable[[Link], Awaitable[T]]) -> T:
        link = await self._links.take()
        try:
            return await step(link)
        finally:
            if not link.usable:
                self._links.distrust()
            self._links.give_back(link)

    async def _query(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        return await self._hold(lambda link: link.fetch(sql, values))

    def _reading(self) -> Reading:
        return Reading(self._fetch, self._point_reads)

    async def _fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        return await self._once(lambda link: link.fetch(sql, values))

    async def _insist(self, step: Callable[[], Awaitable[T]]) -> T:
        """Do a step, and where it may succeed the next time, do it again. Raises StoreUnavailable."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._limits.patience_seconds
        attempt = 0
        while True:
            try:
                return await step()
            except Transient as again:
                attempt += 1
                if attempt >= self._limits.attempts or loop.time() > deadline:
                    raise StoreUnavailable(*again.args) from again
            await asyncio.sleep(self._pause(attempt))

    def _pause(self, attempt: int) -> float:
        longest: float = min(self._limits.first_pause_seconds * 2 ** (attempt - 1), self._limits.longest_pause_seconds)
        return longest * (0.5 + 0.5 * self._chance())

    async def _write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        alone = False

        async def step(link: Link) -> T:
            nonlocal alone
            try:
                return await self._transact(link, work, alone)
            except Alone:
                alone = True
                raise

        return await self._hold(step)

    async def _draft(self, work: Callable[[Tx], Awaitable[T]]) -> tuple[T] | None:
        """Try a work without locks; None where it is to be done with them. Raises StoreUnavailable where the outcome is not known."""
        if self._shared is not None and self._shared.distributed:
            return None  # it would concern several nodes in one statement
        draft = Draft(self._reading(), self._remembered)
        try:
            result = await work(draft)
        except Gone:
            raise
        except Exception:  # noqa: BLE001 - what it has read may be of different moments, and is looked at once more
            revision = None
        else:
            revision = draft.revision()
        if revision is not None and not self._known.distributed and await self._groups.make(revision):
            return (result,)
        draft.forget()
        return None

    async def _transact(self, link: Link, work: Callable[[Tx], Awaitable[T]], alone: bool) -> T:
        tx = Writing(link, self._limits, self._known, alone=alone)
        try:
            await link.begin(statements.BEGIN_ALONE if alone else statements.BEGIN)
            result = await work(tx)
            await tx.confirm()
        except BaseException as error:
            await link.roll_back()
            if tx.failure is None or tx.failure is error or not isinstance(error, Exception):
                raise
            raise tx.failure from error
        await link.commit()
        self._known.ahead = max(self._known.ahead, tx.ahead)
        return result

    async def _require_confirmations(self, link: Link) -> None:
        """Refuse to add to the commits that wait for a standby: each keeps a connection of the server. Raises StoreUnavailable."""
        [[waits]] = await link.fetch(statements.COMMITS_WAIT, [])
        if waits:
            raise StoreUnavailable(failures.UNCONFIRMED)
        self._in_doubt = False

    @staticmethod
    async def _open_transactions(link: Link) -> tuple[int, int]:
        [[oldest, following]] = await link.fetch(statements.OPEN_TRANSACTIONS, [])
        return oldest, following


def open_postgres(url: str, chance: Chance, limits: Limits | None = None) -> PostgresStore:
    """Open the store in a database, in the process that uses it. What is wrong with it is told when it is first used: SchemaMismatch for a
    schema that is not today's, StoreUnavailable.
    """
    return PostgresStore(url, limits or Limits(), chance)


async def connect(url: str, limits: Limits) -> Link:
    """Make a connection to a host that takes writes. Raises StoreUnavailable."""
    return await Hosts(url, limits).connect()
