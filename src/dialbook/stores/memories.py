"""Stores in memory for a process that needs many, one after the other, as tests do."""

from __future__ import annotations

import functools

import apsw

from dialbook.stores.limits import Limits
from dialbook.stores.sqlite import SqliteStore, new_memory, over_memory

MOST_SPARE = 4
_TABLES = "select name from sqlite_schema where type = 'table' and name not in ('schema_version', 'sqlite_sequence')"


class Memories:
    """Databases that are emptied and used again.

    A new one takes longer than most tests need from it, for SQLite reads its schema and prepares each statement anew.
    """

    def __init__(self) -> None:
        self._spare: list[apsw.Connection] = []

    def open(self) -> SqliteStore:
        """Open an empty store, which nobody else has."""
        limits = Limits()
        connection = self._spare.pop() if self._spare else new_memory(limits)
        return over_memory(connection, limits, functools.partial(self._take_back, connection))

    def _take_back(self, connection: apsw.Connection) -> None:
        if len(self._spare) < MOST_SPARE:
            empty(connection)
            self._spare.append(connection)
        else:
            connection.close()


def empty(connection: apsw.Connection) -> None:
    """Remove all that was put into a database, and how far its numbers had come."""
    with connection:
        for table in tables(connection):
            connection.execute(f"delete from {table}")  # noqa: S608 - the names are the schema's
        connection.execute("update sqlite_sequence set seq = 0")


def tables(connection: apsw.Connection) -> list[str]:
    """Return the names of the tables that records are kept in."""
    return [str(name) for (name,) in connection.execute(_TABLES)]
