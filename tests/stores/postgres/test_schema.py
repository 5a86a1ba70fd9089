"""Databases of every age, and of others, when they are opened."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import asyncpg
import msgspec
import pytest
from msgspec import inspect

from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import SchemaMismatch, SchemaState, StoreUnavailable
from dialbook.stores import schema
from dialbook.stores.postgres import upgrades
from dialbook.stores.postgres.rows import mapper_of
from dialbook.stores.postgres.store import PostgresStore
from postgres import beside, cluster, database
from stores.kinds import KINDS
from stores.postgres.attempts import everything
from stores.postgres.conftest import with_store

NEWEST = schema.newest()
TYPES = {
    inspect.BoolType: {"boolean"},
    inspect.BytesType: {"bytea"},
    inspect.DateTimeType: {"timestamp with time zone"},
    inspect.IntType: {"bigint", "integer"},
    inspect.LiteralType: {"text"},
    inspect.StrType: {"text"},
}
NESTED = {"jsonb", "text"}


def run(url: str, sql: str) -> list[Any]:
    """Run a statement in a database."""
    return cluster().run(sql, url.rpartition("/")[2])


def refusal(url: str) -> str:
    """Return why a store in the database is not used."""
    with pytest.raises(SchemaMismatch) as refused:
        with_store(url, lambda store: store.read(everything))
    return str(refused.value)


def test_an_empty_database_is_filled_by_an_upgrade(empty_url: str) -> None:
    """A server says so and changes nothing; the upgrade is made once."""
    assert refusal(empty_url) == "The store's database is empty: run 'dialbook store upgrade' once."
    assert beside(upgrades.state(empty_url)) == SchemaState(0, NEWEST)
    assert beside(upgrades.upgrade(empty_url)) == SchemaState(0, NEWEST)
    assert with_store(empty_url, lambda store: store.read(everything)) == []
    assert beside(upgrades.upgrade(empty_url)) == SchemaState(NEWEST, NEWEST)
    versions = run(empty_url, "select version from schema_version order by version")
    assert [row[0] for row in versions] == list(range(1, NEWEST + 1))


def test_an_older_database_is_refused_until_it_is_upgraded(empty_url: str) -> None:
    """The sentence names the command; what is in it is kept, and becomes what it is today."""
    beside(upgrades.upgrade(empty_url, 3))
    association = '[{"name":"SipRuleId","value":"a rule","associated_at":"2026-03-01T12:00:00.123Z"}]'
    run(
        empty_url,
        "insert into phone_numbers (account, e164, country, type, product_type, status, calling_name_status, associations,"
        " capabilities, created_at, updated_at) values ('1', '+1', 'US', 'Local', 'SipMediaApplicationDialIn', 'Assigned',"
        f" 'Unassigned', '{association}', '{{}}', '2026-03-01T12:00:00Z', '2026-03-01T12:00:00Z')",
    )
    needed = (
        f"The store has schema 3, and this version of dialbook needs schema {NEWEST}: run 'dialbook store upgrade'."
    )
    assert refusal(empty_url) == needed
    assert beside(upgrades.upgrade(empty_url)) == SchemaState(3, NEWEST)
    found = with_store(empty_url, lambda store: store.read(lambda tx: tx.get(PhoneNumber, ("1", "+1"))))
    assert found is not None
    assert (found.association_name, found.association_value) == ("SipRuleId", "a rule")
    assert found.associated_at is not None
    assert found.associated_at.isoformat() == "2026-03-01T12:00:00.123000+00:00"


def test_a_newer_database_is_refused(url: str) -> None:
    """The message names both versions and what to do."""
    run(url, "insert into schema_version values (900, 'from the future')")
    expected = (
        f"The store has schema 900, and this version of dialbook knows schemas up to {NEWEST}: use a newer dialbook."
    )
    assert refusal(url) == expected
    with pytest.raises(SchemaMismatch, match="use a newer dialbook"):
        beside(upgrades.upgrade(url))
    assert beside(upgrades.state(url)) == SchemaState(900, NEWEST)


@pytest.mark.parametrize(
    "table", ["bookmarks (url text)", "schema_version (version text)"], ids=["any table", "a table of the same name"]
)
def test_another_programs_database_is_refused(empty_url: str, table: str) -> None:
    """It is left alone, whatever its tables are called."""
    run(empty_url, f"create table {table}")
    expected = "The store's database has the tables of another program: name another database."
    assert refusal(empty_url) == expected
    with pytest.raises(SchemaMismatch, match="another program"):
        beside(upgrades.upgrade(empty_url))
    assert run(empty_url, "select count(*) from pg_class where relnamespace = 'public'::regnamespace")[0][0] == 1


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_of_another_encoding_is_refused(empty_url: str, encoding: str) -> None:
    """It could not keep every text, and would show that only when one comes."""
    name = f"{empty_url.rpartition('/')[2]}_other"
    cluster().run(f"create database {name} encoding '{encoding}' locale 'C' template template0")
    other = cluster().url(name)
    try:
        assert refusal(other) == f"The store's database has the encoding {encoding}: name one that has UTF8."
        with pytest.raises(SchemaMismatch, match="name one that has UTF8"):
            beside(upgrades.upgrade(other))
        assert run(other, "select count(*) from pg_class where relnamespace = 'public'::regnamespace")[0][0] == 0
    finally:
        cluster().run(f"drop database {name} (force)")


def test_a_failing_upgrade_leaves_the_database_as_it_was(empty_url: str) -> None:
    """The upgrade is one transaction."""
    beside(upgrades.upgrade(empty_url, 1))
    run(empty_url, "create table access_keys (name text)")
    with pytest.raises(asyncpg.DuplicateTableError):
        beside(upgrades.upgrade(empty_url))
    assert beside(upgrades.state(empty_url)) == SchemaState(1, NEWEST)
    assert run(empty_url, "select to_regclass('history')")[0][0] is None


def test_a_schema_that_changes_under_a_server_is_noticed(url: str) -> None:
    """A probe is told, and told otherwise when it is as it should be."""

    async def scenario(store: PostgresStore) -> None:
        await store.check()
        run(url, "insert into schema_version values (900, 'from the future')")
        with pytest.raises(SchemaMismatch, match="use a newer dialbook"):
            await store.check()
        run(url, "delete from schema_version where version = 900")
        await store.check()

    with_store(url, scenario)


def test_upgrades_at_once_all_succeed(empty_url: str) -> None:
    """One does it, the others find it done."""

    async def at_once() -> list[SchemaState]:
        return await asyncio.gather(*(upgrades.upgrade(empty_url) for _ in range(4)))

    assert sorted(state.found for state in beside(at_once())) == [0, NEWEST, NEWEST, NEWEST]


def test_an_upgrade_that_cannot_connect_says_why(empty_url: str) -> None:
    """As a server does."""
    with pytest.raises(StoreUnavailable, match="does not exist"):
        beside(upgrades.upgrade(f"{empty_url}_missing"))


@pytest.fixture(scope="module")
def lasting_url() -> Iterator[str]:
    """Have a database that no test changes."""
    with database() as made:
        yield made


COLUMNS = (
    "select column_name, data_type, is_nullable, collation_name from information_schema.columns where table_name = '{}'"
)
KEY = (
    "select array_agg(attname::text order by array_position(indkey, attnum)) from pg_index, pg_attribute"
    " where indrelid = '{}'::regclass and indisprimary and attrelid = indrelid and attnum = any(indkey)"
)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_record_has_its_table(lasting_url: str, kind: type[Any]) -> None:
    """A column of the right type for each field, not null where the field must not be empty, the same key, and texts in byte order."""
    fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
    nullable = {name: type(None) in getattr(annotation, "__args__", ()) for name, annotation in fields.items()}
    columns = [
        row
        for row in run(lasting_url, COLUMNS.format(kind.table))
        if row["column_name"] in fields or row["column_name"] != "position"
    ]
    assert {row["column_name"]: row["is_nullable"] == "YES" for row in columns} == nullable
    for row in columns:
        assert row["data_type"] in TYPES.get(type(mapper_of(kind).type_of(row["column_name"])), NESTED)
        assert row["collation_name"] == ("C" if row["data_type"] == "text" else None)
    [key] = run(lasting_url, KEY.format(kind.table))
    assert tuple(key[0]) == kind.key
