"""The migrations of every database; and the schema of a SQLite file: which one it is, and how an older one becomes today's.

Migrations are the numbered files beside this module, applied in the order of their numbers; the table ``schema_version`` lists those
that were applied. A file that was released is never changed. One text serves every database as long as they agree; where they cannot, each
has a file of its own, as ``0009_feed.sqlite.sql``.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from typing import Literal

import apsw
import msgspec

from dialbook.ports.store import SchemaMismatch

APPLICATION_ID = 0x6469616C
"""Marks a SQLite file as dialbook's: "dial" in ASCII."""

VERSION = "select max(version) from schema_version"
"""Selects the number of a store's schema."""
Dialect = Literal["sqlite", "postgres"]

_FILE_NAME = re.compile(r"([0-9]{4})_([a-z_]+)(?:\.(sqlite|postgres))?\.sql")
_VERSIONS = "create table schema_version (version bigint not null, name text not null, primary key (version))"


class Migration(msgspec.Struct, frozen=True):
    """One step from a schema to the next."""

    version: int
    name: str
    sql: str


@functools.cache
def migrations(dialect: Dialect = "sqlite") -> tuple[Migration, ...]:
    """Read the migrations of a database, in order."""
    folder = importlib.resources.files(__package__) / "migrations"
    files = [(parts, file) for file in folder.iterdir() if (parts := _FILE_NAME.fullmatch(file.name))]
    found = [
        Migration(int(parts[1]), parts[2], file.read_text("utf-8"))
        for parts, file in files
        if parts[3] in {None, dialect}
    ]
    return tuple(sorted(found, key=lambda migration: migration.version))


def is_current(connection: apsw.Connection) -> bool:
    """Tell whether the file has today's schema. Raises SchemaMismatch for a newer one and for a file that is not ours."""
    version = version_of(connection)
    refuse_newer(version)
    return version == newest()


def refuse_other(version: int) -> None:
    """Refuse a schema that is not today's any more, because another version of dialbook has changed it. Raises SchemaMismatch."""
    refuse_newer(version)
    if version < newest():
        raise SchemaMismatch(f"The store has schema {version}, and this version of dialbook needs schema {newest()}.")


def refuse_newer(version: int) -> None:
    """Refuse a schema that this version does not know. Raises SchemaMismatch."""
    if version > newest():
        raise SchemaMismatch(
            f"The store has schema {version}, and this version of dialbook knows schemas up to {newest()}: use a newer dialbook."
        )


def newest() -> int:
    """Return the number of today's schema."""
    return migrations()[-1].version


def upgrade(connection: apsw.Connection, to: int | None = None) -> None:
    """Bring the file to today's schema in one transaction; nothing happens when another process has done it.

    With ``to`` it is brought to an earlier version's, so that what is of that version can be put into it.
    """
    connection.execute("begin immediate")
    try:
        _apply_missing(connection, newest() if to is None else to)
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def _apply_missing(connection: apsw.Connection, to: int) -> None:
    version = version_of(connection)
    if version == 0:
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(_VERSIONS)
    for migration in migrations():
        if version < migration.version <= to:
            connection.execute(migration.sql).fetchall()  # to the end: rows would stop it
            connection.execute("insert into schema_version values ($1, $2)", (migration.version, migration.name))


def version_of(connection: apsw.Connection) -> int:
    """Return the schema of the file, 0 for an empty one. Raises SchemaMismatch for a file that is not ours."""
    with connection:  # one state of the file, though another process may be creating it
        application: int = connection.execute("pragma application_id").get
        tables: int = connection.execute("select count(*) from sqlite_master").get
        if application == APPLICATION_ID:
            version: int = connection.execute(VERSION).get
            return version
    if application != 0 or tables != 0:
        raise SchemaMismatch("The store's file is a SQLite database of another program: name another file.")
    return 0
