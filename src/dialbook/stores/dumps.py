"""Rows out of a SQLite database, and rows of an older schema made into today's."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

import apsw

from dialbook.ports.dumps import Dump, DumpRefused, DumpTooLarge, Rows, Table
from dialbook.stores import schema, statements
from dialbook.stores.rows import Mapper, mapper_of

_PAGE_BYTES = 4096


def dump(connection: apsw.Connection, kinds: Sequence[type[Any]], most_bytes: int) -> Dump:
    """Return all records of these kinds, as they are at one moment. Raises DumpTooLarge before it reads any."""
    mappers = [mapper_of(kind) for kind in kinds]
    with _one_moment(connection):
        _refuse_oversize(connection, mappers, most_bytes)
        tables = tuple(Table(mapper.table, mapper.columns, _rows(connection, mapper)) for mapper in mappers)
    return Dump(schema.newest(), tables)


def today(old: Dump, kinds: Sequence[type[Any]]) -> Dump:
    """Return a dump of any earlier schema as one of today's, wholly checked. Raises DumpRefused.

    Every row becomes a record and a row again, so that what another kind of store has written is as this one writes it.
    """
    if old.schema > schema.newest():
        raise DumpRefused(
            f"has schema {old.schema}, and this version of dialbook knows schemas up to {schema.newest()}: use a newer dialbook."
        )
    if old.schema < schema.newest():
        old = _migrated(old, kinds)
    tables = {table.name: table for table in old.tables}
    if len(tables) < len(old.tables) or tables.keys() != {kind.table for kind in kinds}:
        raise DumpRefused("is malformed: it must have each table of its schema once, and no other.")
    return Dump(old.schema, tuple(_checked(tables[kind.table], mapper_of(kind)) for kind in kinds))


@contextlib.contextmanager
def _one_moment(connection: apsw.Connection) -> Iterator[None]:
    """Keep what is read free of what others commit meanwhile."""
    connection.execute("begin")
    try:
        yield
    finally:
        connection.execute("rollback")


def _refuse_oversize(connection: apsw.Connection, mappers: list[Mapper[Any]], most_bytes: int) -> None:
    """Refuse what does not fit in memory; only of a large file is it worth while to look closely."""
    pages: int = connection.execute("pragma page_count").get
    if pages * _PAGE_BYTES <= most_bytes:
        return
    if sum(connection.execute(statements.sum_of_bytes(mapper)).get for mapper in mappers) > most_bytes:
        raise DumpTooLarge


def _rows(connection: apsw.Connection, mapper: Mapper[Any]) -> Rows:
    rows: Rows = connection.execute(statements.select_all(mapper)).fetchall()
    return rows


def _migrated(old: Dump, kinds: Sequence[type[Any]]) -> Dump:
    """Put the rows into an empty database of their schema, and upgrade that."""
    with contextlib.closing(apsw.Connection(":memory:")) as scratch:
        try:
            schema.upgrade(scratch, old.schema)
            for table in old.tables:
                _insert(scratch, table)
            schema.upgrade(scratch)
            return dump(scratch, kinds, most_bytes=2**40)
        except (apsw.Error, OverflowError) as error:
            raise DumpRefused("is malformed: its rows do not fit its schema.") from error


def _insert(scratch: apsw.Connection, table: Table) -> None:
    """Insert rows into a table whose names are looked up first, for they come from outside."""
    known = {row[0] for row in scratch.execute("select name from pragma_table_info(?)", (table.name,))}
    if not known or not known.issuperset(table.columns):
        raise DumpRefused("is malformed: it has a table or a column that its schema does not have.")
    marks = ", ".join("?" * len(table.columns))
    sql = f"insert into {table.name} ({', '.join(table.columns)}) values ({marks})"  # noqa: S608 - names of the schema
    scratch.executemany(sql, table.rows)


def _checked(table: Table, mapper: Mapper[Any]) -> Table:
    if sorted(table.columns) != sorted(mapper.columns):
        raise DumpRefused("is malformed: a table must have the columns of its schema, and no other.")
    try:
        rows = mapper.checked([*table.cells(*mapper.columns)])
    except (ValueError, TypeError) as error:  # msgspec's are ValueErrors
        raise DumpRefused("is malformed: it has a row that is not of its table.") from error
    key = itemgetter(*(mapper.columns.index(column) for column in mapper.key))
    if len({key(row) for row in rows}) < len(rows):
        raise DumpRefused("is malformed: it has two rows of one key.")
    return Table(mapper.table, mapper.columns, rows)
