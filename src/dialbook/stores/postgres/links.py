"""Held connections. A pool that cleans each connection before it gives it to the next costs more than the statement."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NoReturn

import asyncpg

from dialbook.ports.store import StoreUnavailable
from dialbook.stores.postgres import failures, sessions
from dialbook.stores.postgres.failures import Gone, Lapsed, Unknown
from dialbook.stores.postgres.limits import Limits

CLOSED = "The store is closed."
BUSY = "All connections to the store are busy."
GOODBYE_SECONDS = 1.0


class Link:
    """A held connection and its prepared statements."""

    def __init__(
        self,
        connection: asyncpg.Connection[asyncpg.Record],
        limits: Limits,
        *,
        pooled: bool = False,
        prepared: bool = True,
    ) -> None:
        """Use a connection; ``pooled``, if each of its transactions may be on another one of the server's."""
        self._connection = connection
        self._limits = limits
        self._pooled = pooled
        self._prepares = prepared
        self._prepared_ever = 0
        self._statements: dict[str, Any] = {}
        self._warned = False
        self._broken = False
        self._lapsed = False
        connection.add_log_listener(self._hear)

    @property
    def usable(self) -> bool:
        """Tell whether it may be used again."""
        return not self._broken and not self._connection.is_closed()

    async def fetch(self, sql: str, values: Sequence[Any], seconds: float | None = None) -> list[asyncpg.Record]:
        """Run a prepared statement. Raises what `failures.meaning` says."""
        try:
            statement = self._statements.get(sql) or await self._prepared(sql)
            rows: list[asyncpg.Record] = await statement.fetch(*values, timeout=seconds)
        except BaseException as error:  # noqa: BLE001 - `_failed` raises it, or what it means
            self._failed(error)
        return rows

    async def fetch_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> list[asyncpg.Record]:
        """Run a prepared statement with each of several rows of values, in their order. Raises what `failures.meaning` says."""
        try:
            statement = self._statements.get(sql) or await self._prepared(sql)
            found: list[asyncpg.Record] = await statement.fetchmany(rows)
        except BaseException as error:  # noqa: BLE001
            self._failed(error)
        return found

    async def begin(self, sql: str) -> None:
        """Begin a transaction with ``sql``, which may do more in it. Raises what `failures.meaning` says."""
        if self._pooled:
            begin, _, more = sql.partition(";")
            sql = f"{begin}; {sessions.settings(self._limits, 'set local')}; {more}"
        await self.execute(sql)

    async def execute(self, sql: str, seconds: float | None = None) -> str:
        """Run what takes no values. Raises what `failures.meaning` says."""
        try:
            return str(await self._connection.execute(sql, timeout=seconds))
        except BaseException as error:  # noqa: BLE001
            self._failed(error)

    async def copy(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], seconds: float) -> None:
        """Insert many rows. Raises what `failures.meaning` says."""
        try:
            await self._connection.copy_records_to_table(table, columns=columns, records=rows, timeout=seconds)
        except BaseException as error:  # noqa: BLE001
            self._failed(error)

    async def commit(self) -> None:
        """Commit. Raises Transient where it certainly was not made, Unknown where that is not known; Lapsed when it has taken too long.

        A commit that has waited in vain for a synchronous standby is reported as made, with a warning. And one that waits must not be
        cancelled, for that would end the wait and show everybody what a failover can lose; so the connection is cut without a word.
        """
        self._warned = False
        patience = asyncio.get_running_loop().call_later(self._limits.commit_seconds, self._lapse)
        try:
            status = await self._connection.execute("commit", timeout=self._limits.bulk_seconds)
        except asyncpg.PostgresError as error:
            if error.sqlstate in {"40001", "40P01"}:
                raise failures.meaning(error) from error
            self._broken = True
            raise self._unknown() from error
        except BaseException as error:
            self.cut()
            if isinstance(error, failures.DEAD):
                raise self._unknown() from error
            raise
        finally:
            patience.cancel()
        if self._warned or status != "COMMIT":
            self._broken = True
            raise Unknown(failures.UNKNOWN)

    async def roll_back(self) -> None:
        """Undo the transaction, or give the connection up."""
        if self.usable:
            with contextlib.suppress(StoreUnavailable):
                await self.execute("rollback")

    def cut(self) -> None:
        """Let go of the connection at once."""
        self._broken = True
        self._connection.terminate()

    async def close(self) -> None:
        """Take leave of the server."""
        self._broken = True
        try:
            await self._connection.close(timeout=GOODBYE_SECONDS)
        except failures.ERRORS:
            self._connection.terminate()

    def _unknown(self) -> Unknown:
        return (Lapsed if self._lapsed else Unknown)(failures.UNKNOWN)

    def _lapse(self) -> None:
        """Let go of a connection whose commit has taken too long."""
        self._lapsed = True
        self.cut()

    async def _prepared(self, sql: str) -> Any:
        if len(self._statements) >= self._limits.statements:
            self._statements.clear()
        statement = self._statements[sql] = await self._connection.prepare(sql, name=self._new_name())
        return statement

    def _new_name(self) -> str:
        """Return what a statement is called: nothing, so that it is sent each time, or what no other client of a pooler calls its own."""
        if not self._prepares:
            return ""
        self._prepared_ever += 1
        return f"dialbook_{self._connection.get_server_pid()}_{self._prepared_ever}"

    def _failed(self, error: BaseException) -> NoReturn:
        """Raise what an error means. Where it is no error but an end, whatever the server still sends is nobody's."""
        if not isinstance(error, failures.ERRORS):
            self._broken = True
            raise error
        self._broken = self._broken or failures.ends_connection(error)
        raise failures.meaning(error) from (None if failures.unfit(error) else error)

    def _hear(self, _: object, message: asyncpg.PostgresLogMessage) -> None:
        self._warned = self._warned or message.severity_en == "WARNING"


class Links:
    """The connections of one process, made when they are needed."""

    def __init__(self, connect: Callable[[], Awaitable[Link]], limits: Limits) -> None:
        """Make connections with ``connect``, which raises StoreUnavailable and SchemaMismatch."""
        self._connect = connect
        self._limits = limits
        self._idle: list[Link] = []
        self._busy: set[Link] = set()
        self._places = limits.connections
        """How many more connections may be made."""
        self._waiting: deque[asyncio.Future[Link | None]] = deque()
        self._closed = False
        self._quiet = asyncio.Event()

    async def take(self) -> Link:
        """Hold a connection, which is to be given back. Raises StoreUnavailable."""
        link = self._at_hand() or await self._another()
        self._busy.add(link)
        return link

    def give_back(self, link: Link) -> None:
        """Let others have a connection; one that is not usable is closed."""
        self._busy.discard(link)
        self._give_back(link)

    async def close(self) -> None:
        """Give out no more, wait for those in use, and close them all."""
        self._closed = True
        self._send_away(StoreUnavailable(CLOSED))
        if self._busy:
            self._quiet.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._limits.patience_seconds):
                    await self._quiet.wait()
        for link in self._busy:
            link.cut()
        idle, self._idle = self._idle, []
        await asyncio.gather(*(link.close() for link in idle))

    def distrust(self) -> None:
        """Let go of all connections that nobody uses: one was lost, and so may they be."""
        for link in self._idle:
            link.cut()
        self._places += len(self._idle)
        self._idle.clear()

    def _at_hand(self) -> Link | None:
        if self._closed:
            raise StoreUnavailable(CLOSED)
        while self._idle:
            link = self._idle.pop()
            if link.usable:
                return link
            link.cut()
            self._places += 1
        return None

    async def _another(self) -> Link:
        if self._places:
            self._places -= 1
        else:
            link = await self._wait()
            if link is not None:
                return link
        try:
            return await self._connect()
        except BaseException as error:
            if isinstance(error, Gone):
                self._send_away(error)
            self._pass_on(None)
            raise

    async def _wait(self) -> Link | None:
        """Wait for a connection, or for the place of one."""
        waiting: asyncio.Future[Link | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            await asyncio.wait((waiting,), timeout=self._limits.patience_seconds)
        except BaseException:
            if waiting.done() and waiting.exception() is None:
                self._give_back(waiting.result())
            waiting.cancel()
            raise
        if waiting.done():
            return waiting.result()
        waiting.cancel()
        raise StoreUnavailable(BUSY)

    def _send_away(self, outage: StoreUnavailable) -> None:
        """Tell all who wait that they wait in vain."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_exception(outage)

    def _give_back(self, link: Link | None) -> None:
        if link is not None and (self._closed or not link.usable):
            link.cut()
            link = None
        self._pass_on(link)
        if not self._busy:
            self._quiet.set()

    def _pass_on(self, link: Link | None) -> None:
        """Let the first who waits have a connection, or the place of one; else keep it."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(link)
                return
        if link is None:
            self._places += 1
        else:
            self._idle.append(link)
