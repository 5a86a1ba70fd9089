"""Another process, which stands still at a commit: before it is made, or when it is made and nobody knows. It waits to be killed there."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from dialbook.domain.registry import Ownership
from dialbook.ports.store import Store, Tx
from dialbook.server.ids import fraction
from dialbook.stores.group_commit import GroupCommit
from dialbook.stores.postgres.links import Link
from dialbook.stores.postgres.store import open_postgres
from dialbook.stores.sqlite import open_sqlite

PAIRS = 3


def stand_still() -> None:
    """Say so, and do nothing more, in any thread."""
    sys.stdout.write("stands still\n")
    sys.stdout.flush()
    time.sleep(3600)


def stalled(commit: Callable[[GroupCommit], None], made: bool) -> Callable[[GroupCommit], None]:
    """Return a commit of SQLite that stands still."""

    def commit_or_not(self: GroupCommit) -> None:
        if made:
            commit(self)
        stand_still()

    return commit_or_not


def stalled_link(commit: Callable[[Link], Any], made: bool) -> Callable[[Link], Any]:
    """Return a commit of PostgreSQL that stands still when all have come to it."""
    together = asyncio.Barrier(PAIRS)

    async def commit_or_not(self: Link) -> None:
        if made:
            await commit(self)
        if await together.wait() == 0:
            stand_still()
        await asyncio.Event().wait()

    return commit_or_not


async def put_pair(pair: str, tx: Tx) -> None:
    """Put two records, which nobody may ever see one of."""
    for half in "ab":
        await tx.put(Ownership(e164=f"{pair}-{half}", owner="123456789012", claim_id=pair))


async def main(location: str, made: bool) -> None:
    """Write what is acknowledged, and then pairs at the same time that stand still at their commit."""
    in_database = location.startswith("postgresql:")
    store: Store = open_postgres(location, fraction) if in_database else open_sqlite(Path(location))
    await store.write(partial(put_pair, "acknowledged"))
    if in_database:
        Link.commit = stalled_link(Link.commit, made)  # type: ignore[assignment, method-assign]
    else:
        GroupCommit._commit = stalled(GroupCommit._commit, made)  # type: ignore[assignment, method-assign]
    await asyncio.gather(*(store.write(partial(put_pair, f"pair-{at}")) for at in range(PAIRS)))


asyncio.run(main(sys.argv[1], sys.argv[2] == "made"))
