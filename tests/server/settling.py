"""A node that settles what is due, and stops in the middle of a transaction: ``python settling.py STORE NOW``.

When it holds what it is going to settle, and has settled some of it, it says how many records that are and waits for its end.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from dialbook.operations.settling import settle_due
from dialbook.ports.store import Store, Tx
from dialbook.server.build import open_store

T = TypeVar("T")


class Stopping:
    """A store whose writes never come to their commits."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Read."""
        return await self._store.read(work)

    async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Do everything but the commit."""

        async def stop(tx: Tx) -> T:
            print(await work(tx), flush=True)  # noqa: T201 - whoever has started it reads this
            await asyncio.Event().wait()
            raise AssertionError

        return await self._store.write(stop)


async def main(location: str, now: str) -> None:
    """Settle until somebody ends it."""
    await settle_due(Stopping(open_store(location)), datetime.fromisoformat(now), "killed", unheld=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
