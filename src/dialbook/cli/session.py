"""One command's use of the store: open it, do the work, close it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from dialbook.cli.failure import Failure
from dialbook.ports.store import Store
from dialbook.server.clock import store_time, wall
from dialbook.server.config import sqlite_path

T = TypeVar("T")


def with_store(location: str, work: Callable[[Store], Awaitable[T]], *, create: bool = False) -> T:
    """Run ``work`` on the store of a command, and make its file first if that is wanted.

    Raises Failure for a store that is not there or that lives in another process's memory; ConfigError, SchemaMismatch and
    StoreUnavailable for one that cannot be opened.
    """
    import asyncio  # noqa: PLC0415 - this and the assembly are half of the time that `dialbook --help` would take

    from dialbook.server.build import open_store  # noqa: PLC0415
    from dialbook.server.copying import refuse_unfinished  # noqa: PLC0415

    path = sqlite_path(location)
    if path is None:
        raise Failure("A store in memory can be reached only through its server: give --store the path of a file.")
    if not create and not path.exists():
        raise Failure(
            f"There is no store {path}: 'dialbook serve', 'numbers import', 'pool import' and 'keys create' make one."
        )

    async def session() -> T:
        store = open_store(location)
        try:
            await refuse_unfinished(store)
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(session())


def moment_of(location: str) -> datetime:
    """Return what the clock of a command's store shows: its servers may live in another time than the machine.

    Raises what `with_store` does. A store that does not exist yet has real time.
    """
    path = sqlite_path(location)
    return wall() if path is not None and not path.exists() else with_store(location, store_time)
