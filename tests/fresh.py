"""The store that a test gets: SQLite in memory, or a database of its own.

``DIALBOOK_TEST_STORE=postgresql`` chooses the database, ``pgbouncer`` also that the way to it leads through a pooler, and ``sharded`` one
whose tables are spread over partitions: `postgres.STAND_IN`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pgbouncer
import postgres

WANTED = os.environ.get("DIALBOOK_TEST_STORE", "sqlite")
ON_POSTGRESQL = WANTED != "sqlite"
SHARDED = WANTED == "sharded"


@contextlib.contextmanager
def fresh_store(*, on_postgresql: bool = ON_POSTGRESQL) -> Iterator[str]:
    """Have an empty store, by its name."""
    if not on_postgresql:
        yield "memory:"
        return
    with postgres.shared_database(sharded=SHARDED) as url:
        yield way_to(url)


def way_to(url: str) -> str:
    """Return the URL by which a database is reached."""
    return pgbouncer.pooled(url) if WANTED == "pgbouncer" else url
