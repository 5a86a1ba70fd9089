"""Reads on hot standbys, which see all that was acknowledged before they came.

For each read, or all that come while another looks, the primary is asked how far it is, which costs it next to nothing. A replica is read
from once it has come as far, and the primary where it takes too long. So it does not matter which process has written what is read, and
nothing is asked of the replication but that it goes on. Without a primary there are no reads: whether another one has gone on elsewhere
cannot be known.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import msgspec

from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.stores.postgres import failures
from dialbook.stores.postgres.hosts import Hosts, one_by_one
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import Link, Links
from dialbook.stores.postgres.places import NOWHERE, Place, place_of_replica
from dialbook.stores.postgres.point_reads import PointReads
from dialbook.stores.postgres.reading import Reading
from dialbook.stores.postgres.store import PostgresStore

T = TypeVar("T")

BEHIND = "The replica is behind the primary."
STRANGE = "The read store is no replica of the store."
_FIRST_PAUSE_SECONDS = 0.001

log = logging.getLogger("dialbook.store")


class Replica:
    """One host, and how far it certainly is."""

    def __init__(self, url: str, limits: Limits) -> None:
        """Connect to the host when there is something to read."""
        self._hosts = Hosts(url, limits, role="standby")
        self._links = Links(self._connect, limits)
        self._limits = limits
        self._known = NOWHERE
        self._looking: asyncio.Task[None] | None = None
        self._point_reads = PointReads(self._fetch)

    def reading(self) -> Reading:
        """Return the verbs of one read."""
        return Reading(self._fetch, self._point_reads)

    async def await_place(self, place: Place) -> None:
        """Wait until everything is there that the primary has at a place. Raises StoreUnavailable."""
        loop = asyncio.get_running_loop()
        pause, deadline = _FIRST_PAUSE_SECONDS, loop.time() + self._limits.behind_seconds
        while not self._known.reaches(place):
            await self._look()
            if self._known.reaches(place):
                return
            if self._known.system != place.system:
                raise StoreUnavailable(STRANGE)
            if loop.time() + pause > deadline:
                raise StoreUnavailable(BEHIND)
            await asyncio.sleep(pause)
            pause *= 2

    async def close(self) -> None:
        """Finish what was begun, then let go of the host."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._limits.patience_seconds):
                await self._point_reads.finish()
        await self._links.close()

    async def _look(self) -> None:
        """See how far it is now; all who want to know look together."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._see())
            self._looking.add_done_callback(_noted)
        await asyncio.shield(self._looking)

    async def _see(self) -> None:
        link = await self._links.take()
        try:
            self._known = await place_of_replica(link)
        finally:
            self._links.give_back(link)

    async def _connect(self) -> Link:
        """Make a connection. Raises StoreUnavailable for a server that has begun anew and is not as far again as it was."""
        link = await self._hosts.connect()
        try:
            if self._known != NOWHERE and not (await place_of_replica(link)).reaches(self._known):
                raise StoreUnavailable(BEHIND)
        except BaseException:
            link.cut()
            raise
        return link

    async def _fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        link = await self._links.take()
        try:
            return await link.fetch(sql, values)
        finally:
            self._links.give_back(link)


class Replicas:
    """The read store: one of its hosts at a time, and the primary while none is fit."""

    def __init__(self, url: str, primary: PostgresStore, limits: Limits, chance: Callable[[], float]) -> None:
        """Look for a replica when there is something to read."""
        self._urls = one_by_one(url)
        self._primary = primary
        self._limits = limits
        self._chance = chance
        self._replica: Replica | None = None
        self._gathering: asyncio.Task[Place] | None = None
        """The look at the primary that has not begun, so that whoever comes may share it."""
        self._turn = asyncio.Lock()
        self._seeking: asyncio.Task[None] | None = None
        self._rested_at = 0.0
        """When a replica may be sought again."""
        self._reason: str | None = None

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``work`` on what is committed, and at least on all that was acknowledged before. Raises StoreUnavailable."""
        replica = self._replica
        if replica is None:
            self._seek()
            return await self._primary.read(work)
        place = await self._place()
        try:
            await replica.await_place(place)
            return await work(replica.reading())
        except StoreUnavailable as outage:
            if str(outage) != failures.OVERTAKEN:
                self._leave(replica, outage)
        return await self._primary.read(work)

    async def close(self) -> None:
        """Finish what was begun, then let go of the replicas; the primary stays."""
        if self._seeking is not None:
            self._seeking.cancel()
            await asyncio.wait((self._seeking,))
        if self._replica is not None:
            await self._replica.close()

    async def _place(self) -> Place:
        """Return how far the primary is, or was at a moment after this call. Raises StoreUnavailable."""
        if self._gathering is None:
            self._gathering = asyncio.ensure_future(self._look())
            self._gathering.add_done_callback(_noted)
        return await asyncio.shield(self._gathering)

    async def _look(self) -> Place:
        async with self._turn:
            self._gathering = None
            return await self._primary.place()

    def _leave(self, replica: Replica, outage: StoreUnavailable) -> None:
        """Read from the primary from now on, until a replica is found to be fit."""
        if self._replica is replica:
            self._replica = None
            self._rest(outage)
            self._seeking = asyncio.ensure_future(replica.close())

    def _rest(self, outage: StoreUnavailable) -> None:
        self._rested_at = asyncio.get_running_loop().time() + self._limits.rest_seconds
        if str(outage) != self._reason:
            self._reason = str(outage)
            log.warning("no replica can be read from, so the primary is: %s", self._reason)

    def _seek(self) -> None:
        """Look for a replica beside the requests, if nobody does."""
        if (self._seeking is None or self._seeking.done()) and asyncio.get_running_loop().time() >= self._rested_at:
            self._seeking = asyncio.ensure_future(self._find())

    async def _find(self) -> None:
        """Take the first host that is fit, in an order of chance: other processes take others."""
        for url in sorted(self._urls, key=lambda _: self._chance()):
            replica = Replica(url, self._limits)
            try:
                await replica.await_place(await self._place())
            except BaseException as error:
                await replica.close()
                if not isinstance(error, StoreUnavailable):
                    raise
                self._rest(error)
            else:
                self._replica, self._reason = replica, None
                log.info("reads go to a replica")
                return


def _noted(look: asyncio.Task[Any]) -> None:
    """Let a look fail that nobody waits for any more."""
    if not look.cancelled():
        look.exception()


def open_replicas(
    url: str, primary: PostgresStore, chance: Callable[[], float], limits: Limits | None = None
) -> Replicas:
    """Open the replicas of a store for reads."""
    limits = limits or Limits()
    hasty = msgspec.structs.replace(limits, connect_seconds=1.0, statement_seconds=2.0)
    return Replicas(url, primary, hasty, chance)
