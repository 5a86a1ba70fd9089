"""The store that a test gets: SQLite in memory, or a database of its own.

``DIALBOOK_TEST_STORE=postgresql`` says so, ``DIALBOOK_TEST_STORE=pgbouncer`` also that the way to it leads through a pooler.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pgbouncer
import postgres

WANTED = os.environ.get("DIALBOOK_TEST_STORE", "sqlite")
ON_POSTGRESQL = WANTED != "sqlite"


@contextlib.contextmanager
def fresh_store(*, on_postgresql: bool = ON_POSTGRESQL) -> Iterator[str]:
    """Have an empty store, by its name."""
    if not on_postgresql:
        yield "memory:"
        return
    with postgres.shared_database() as url:
        yield way_to(url)


def way_to(url: str) -> str:
    """Return the URL by which a database is reached."""
    return pgbouncer.pooled(url) if WANTED == "pgbouncer" else url
