"""Which of several hosts a connection is made to: the first that answers and is fit, the last one that was first."""

from __future__ import annotations

import asyncio
from collections import deque
from urllib.parse import urlsplit

import asyncpg

from dialbook.ports.store import StoreUnavailable
from dialbook.stores.postgres import failures, plans, sessions
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import Link

Opening = asyncio.Task[Link]


class Hosts:
    """The hosts of a URL. One that is gone or hangs does not keep others from being asked, as it does in the client's own list."""

    def __init__(self, url: str, limits: Limits, *, role: str = "read-write") -> None:
        """Connect to hosts of this ``role``, unless the URL says of which (``target_session_attrs``)."""
        address, self._prepared = sessions.without_switch(url)
        self._urls = one_by_one(address)
        self._limits = limits
        self._role = None if "target_session_attrs=" in url else role

    async def connect(self) -> Link:
        """Connect to one of them. Raises StoreUnavailable."""
        if len(self._urls) == 1:
            return await self._open(self._urls[0])
        waiting, errors, opening = deque(self._urls), list[StoreUnavailable](), dict[Opening, str]()
        try:
            while waiting or opening:
                if waiting:
                    url = waiting.popleft()
                    opening[asyncio.ensure_future(self._open(url))] = url
                patience = self._limits.head_start_seconds if waiting else None
                done, _ = await asyncio.wait(opening, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    url = opening.pop(task)
                    if (error := task.exception()) is None:
                        self._prefer(url)
                        return task.result()
                    errors.append(_outage(error))
        finally:
            for task in opening:
                task.cancel()
                task.add_done_callback(_let_go)
        raise failures.most_telling(errors)

    def _prefer(self, url: str) -> None:
        self._urls = [url, *(other for other in self._urls if other != url)]

    async def _open(self, url: str) -> Link:
        """Make a connection with the settings that every connection of the store has. Raises StoreUnavailable."""
        limits = self._limits
        try:
            async with asyncio.timeout(limits.connect_seconds):
                connection = await asyncpg.connect(
                    url,
                    timeout=limits.connect_seconds,
                    command_timeout=limits.statement_seconds + limits.grace_seconds,
                    server_settings={"application_name": "dialbook"},
                    statement_cache_size=0,
                    target_session_attrs=self._role,
                )
                return await self._settled(connection)
        except (*failures.ERRORS, ValueError) as error:
            raise failures.unreachable(error, self._role) from None

    async def _settled(self, connection: asyncpg.Connection[asyncpg.Record]) -> Link:
        """Make the settings of a new connection, or where they would be somebody else's, have them made in each transaction."""
        try:
            pooled = await sessions.behind_pooler(connection)
            if not pooled:
                await connection.execute(f"{sessions.settings(self._limits, 'set')}; {plans.PLANS_KEPT}")
        except BaseException:
            connection.terminate()
            raise
        prepared = not pooled if self._prepared is None else self._prepared
        return Link(connection, self._limits, pooled=pooled, prepared=prepared)


def one_by_one(url: str) -> list[str]:
    """Return a URL for each host of a URL."""
    parts = urlsplit(url)
    who, at, hosts = parts.netloc.rpartition("@")
    return [parts._replace(netloc=f"{who}{at}{host}").geturl() if host else url for host in hosts.split(",")]


def _outage(error: BaseException) -> StoreUnavailable:
    if isinstance(error, StoreUnavailable):
        return error
    raise error


def _let_go(task: Opening) -> None:
    """Close a connection that came when another was there already."""
    if not task.cancelled() and task.exception() is None:
        task.result().cut()
