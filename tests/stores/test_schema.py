"""Files of every age, and of others, when they are opened."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import msgspec
import pytest

from dialbook.ports.store import SchemaMismatch
from dialbook.stores import schema
from dialbook.stores.sqlite import open_sqlite
from stores.kinds import KINDS

NEWEST = schema.migrations()[-1].version

ProcessStarter = Callable[..., Any]


def create(location: Path) -> apsw.Connection:
    """Create a store and connect to its file."""
    asyncio.run(open_sqlite(location).close())
    return apsw.Connection(str(location))


def create_older(location: Path, version: int) -> apsw.Connection:
    """Create the file that an earlier version has made, with the migrations up to this one."""
    connection = apsw.Connection(str(location))
    connection.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    connection.execute(
        "create table schema_version (version bigint not null, name text not null, primary key (version))"
    )
    for migration in schema.migrations()[:version]:
        connection.execute(migration.sql).fetchall()
        connection.execute("insert into schema_version values (?, ?)", (migration.version, migration.name))
    return connection


def versions(location: Path) -> list[int]:
    """Return the migrations that were applied, in the order in which they were."""
    return [
        row[0] for row in apsw.Connection(str(location)).execute("select version from schema_version order by rowid")
    ]


def test_migrations_are_numbered_without_a_gap() -> None:
    """1, 2, 3 and so on, each with a name."""
    assert [migration.version for migration in schema.migrations()] == list(range(1, NEWEST + 1))
    assert all(migration.name for migration in schema.migrations())


def test_migrations_are_what_both_databases_accept() -> None:
    """No type, default or constraint that only one of them knows, or that a sharded one forbids."""
    apart = {"associations", "feed"}  # a cast, and what rows are numbered with, have no name in common
    assert [step.name for step in schema.migrations("postgres")] == [step.name for step in schema.migrations()]
    assert {a.name for a, b in zip(schema.migrations(), schema.migrations("postgres"), strict=True) if a != b} == apart
    for migration in schema.migrations():
        if migration.name in apart:
            continue
        words = set(re.findall("[a-z_]+", re.sub("--.*", "", migration.sql.lower())))
        for word in (
            "rowid",
            "autoincrement",
            "serial",
            "trigger",
            "references",
            "default",
            "strict",
            "pragma",
        ):
            assert word not in words, migration.name


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_record_has_its_table(location: Path, kind: type[Any]) -> None:
    """One column for each field, not null where the field must not be empty, and the same key."""
    connection = create(location)
    columns = [column for column in connection.execute(f"pragma table_info({kind.table})") if column[1] != "position"]
    fields = [field for field in msgspec.structs.fields(kind) if field.name != "position"]
    assert {column[1]: bool(column[3]) for column in columns} == {
        field.name: type(None) not in getattr(field.type, "__args__", ()) for field in fields
    }
    keys = [
        [column[2] for column in connection.execute(f"pragma index_info({index[1]})")]
        for index in connection.execute(f"pragma index_list({kind.table})")
        if index[2]
    ]
    assert list(kind.key) in keys


def test_a_new_file_gets_the_newest_schema(location: Path) -> None:
    """All migrations, once; opening it again changes nothing."""
    create(location)
    assert versions(location) == list(range(1, NEWEST + 1))
    create(location)
    assert versions(location) == list(range(1, NEWEST + 1))


def test_an_older_file_is_upgraded_and_keeps_its_records(location: Path) -> None:
    """What a former version has made gets the missing migrations and nothing else."""
    connection = create_older(location, 1)
    connection.execute("insert into number_registry values ('+12065550100', null, 'claim')")
    connection.close()
    reopened = create(location)
    assert versions(location) == list(range(1, NEWEST + 1))
    assert reopened.execute("select count(*) from number_registry").get == 1
    assert reopened.execute("select count(*) from history").get == 0


def test_associations_become_columns(location: Path) -> None:
    """A number that was assigned under the first schema is so under today's, and one that was not is not."""
    connection = create_older(location, 3)
    association = '[{"name":"SipRuleId","value":"a rule","associated_at":"2026-03-01T12:00:00.123Z"}]'
    for e164, status, associations in (("+1", "Assigned", association), ("+2", "Unassigned", "[]")):
        values = [
            "1",
            e164,
            "US",
            "Local",
            "SipMediaApplicationDialIn",
            status,
            "Unassigned",
            associations,
            "{}",
            "",
            "",
        ]
        connection.execute(
            "insert into phone_numbers (account, e164, country, type, product_type, status, calling_name_status, associations,"
            " capabilities, created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
    connection.close()
    rows = create(location).execute(
        "select e164, association_name, association_value, associated_at from phone_numbers order by e164"
    )
    assert rows.fetchall() == [("+1", "SipRuleId", "a rule", "2026-03-01T12:00:00.123Z"), ("+2", None, None, None)]


def test_a_failing_migration_leaves_the_file_as_it_was(location: Path) -> None:
    """The upgrade is one transaction: what comes before the failure is undone with it."""
    connection = create_older(location, 1)
    connection.execute("create table access_keys (name text)")
    connection.close()
    with pytest.raises(apsw.SQLError, match="access_keys already exists"):
        open_sqlite(location)
    assert versions(location) == [1]
    assert apsw.Connection(str(location)).execute("select count(*) from sqlite_master where name = 'history'").get == 0


def test_a_newer_file_is_refused(location: Path) -> None:
    """The message names both versions and what to do; the file is not touched."""
    connection = create(location)
    connection.execute("insert into schema_version values (900, 'from the future')")
    connection.close()
    with pytest.raises(SchemaMismatch, match=f"schema 900, .* up to {NEWEST}: use a newer dialbook"):
        open_sqlite(location)


def test_another_programs_database_is_refused(location: Path) -> None:
    """A SQLite file with other tables, or with another program's mark, is left alone."""
    connection = apsw.Connection(str(location))
    connection.execute("create table bookmarks (url text)")
    before = location.read_bytes()
    with pytest.raises(SchemaMismatch, match="another program"):
        open_sqlite(location)
    connection.execute("drop table bookmarks; pragma application_id = 7")
    with pytest.raises(SchemaMismatch, match="another program"):
        open_sqlite(location)
    connection.close()
    assert len(location.read_bytes()) == len(before)
    assert location.read_bytes()[18:20] == b"\x01\x01"  # not even turned into a file with a write-ahead log


def test_a_file_that_is_no_database_is_refused(location: Path) -> None:
    """Whatever it is, it stays as it is."""
    location.write_text("numbers: none\n" * 500)
    with pytest.raises(SchemaMismatch, match="not a SQLite database"):
        open_sqlite(location)
    assert location.read_text() == "numbers: none\n" * 500


@pytest.mark.parametrize("older", [False, True])
def test_processes_that_open_at_once_all_succeed(location: Path, start_process: ProcessStarter, older: bool) -> None:
    """One creates or upgrades the file, the others find it done."""
    if older:
        create_older(location, 1).close()
    processes = [start_process("open_and_close", location) for _ in range(4)]
    for another in processes:
        another.go()
    for another in processes:
        assert another.process.wait(30) == 0
        assert "opened" in another.lines()
    assert versions(location) == list(range(1, NEWEST + 1))
