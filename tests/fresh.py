"""The store that a test gets: SQLite in memory, or with ``DIALBOOK_TEST_STORE=postgresql`` a database of its own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import postgres

ON_POSTGRESQL = os.environ.get("DIALBOOK_TEST_STORE") == "postgresql"


@contextlib.contextmanager
def fresh_store(*, on_postgresql: bool = ON_POSTGRESQL) -> Iterator[str]:
    """Have an empty store, by its name."""
    if not on_postgresql:
        yield "memory:"
        return
    with postgres.shared_database() as url:
        yield url
