"""One command's use of the store: open it, do the work, close it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from dialbook.cli.failure import Failure
from dialbook.ports.store import Store
from dialbook.server.clock import is_astray, store_time, wall
from dialbook.server.config import MEMORY, check_store, is_postgres, shown, sqlite_path

T = TypeVar("T")


def with_store(location: str, work: Callable[[Store], Awaitable[T]], *, create: bool = False) -> T:
    """Run ``work`` on the store of a command, and make its file first if that is wanted.

    Raises Failure for a store that is not there or that lives in another process's memory; ConfigError, SchemaMismatch and
    StoreUnavailable for one that cannot be opened.
    """
    import asyncio  # noqa: PLC0415 - this and the assembly are half of the time that `dialbook --help` would take

    from dialbook.server.build import open_store  # noqa: PLC0415
    from dialbook.server.copying import refuse_unfinished  # noqa: PLC0415

    require_shared(location)
    if not create and not exists(location):
        raise Failure(
            f"There is no store {shown(location)}: 'dialbook serve', 'numbers import', 'pool import' and 'keys create' make one."
        )

    async def session() -> T:
        store = open_store(location)
        try:
            await refuse_unfinished(store)
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(session())


def refuse_half(location: str) -> None:
    """Refuse a store that is half of a copy; it has today's schema, or is given it. Raises CopyRefused, and what `with_store` does."""

    async def nothing(_: Store) -> None:
        pass

    with_store(location, nothing)


def moment_of(location: str) -> datetime:
    """Return what the clock of a command's store shows: its servers may live in another time than the machine.

    Raises what `with_store` does, and Failure where the machine's own clock is wrong: numbers would look free that are not. A store that
    does not exist yet has real time.
    """
    require_shared(location)
    return with_store(location, _time) if exists(location) else wall()


async def _time(store: Store) -> datetime:
    if await is_astray(store):
        raise Failure("This machine's clock differs from the store's by more than a minute: set it right first.")
    return await store_time(store)


def require_shared(location: str) -> None:
    """Refuse a store that only its server can reach. Raises Failure, ConfigError."""
    check_store(location)
    if location == MEMORY:
        raise Failure("A store in memory can be reached only through its server: give --store the path of a file.")


def exists(location: str) -> bool:
    """Tell whether there is something to open: a file may be missing; of a database the server says what it lacks."""
    path = None if is_postgres(location) else sqlite_path(location)
    return path is None or path.exists()
