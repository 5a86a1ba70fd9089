"""Whatever the store sends, a sharded PostgreSQL accepts: see `sharding_rules`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pglast import ast, parse_sql
from pglast.enums import ConstrType

import dialbook.stores
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.ports.store import AtMost, Tx
from dialbook.server.copying import KINDS
from dialbook.stores import schema, statements
from dialbook.stores.postgres.store import PostgresStore
from dialbook.stores.sharding import placement
from postgres import shared_database
from stores.examples import differing, example
from stores.postgres.conftest import with_store
from stores.recording import Record, recorded
from stores.sharding_rules import CROSSING, SHARD_KEYS, called, violations

BAD = {
    "select name from phone_numbers where e164 = $1": "no shard is named",
    "select name from phone_numbers where account = $1 or account = $2": "no shard is named",
    "select name from phone_numbers where account <> $1": "no shard is named",
    "select name from phone_numbers where account > $1 for update": "locks rows of several shards",
    "select name from phone_numbers where settles_at <= $1 for update skip locked": "locks rows of several shards",
    "select name from phone_numbers where account = $1 for update nowait": "a lock that fails where it would wait",
    "select count(*) from history": "no shard is named",
    "select now() from history where account = $1": "calls now",
    "select name from phone_numbers where account = $1 and exists (select 1 from tags)": "calls another question",
    "select n.name from phone_numbers as n, tags as t where n.account = $1": "a join",
    "select n.name from phone_numbers as n join tags as t on true where n.account = $1": "a join",
    "update phone_numbers set name = $1 where e164 = $2": "locks rows of several shards",
    "update phone_numbers set account = $1 where account = $2": "the shard key is changed",
    "update phone_numbers set updated_at = now() where account = $1": "an update calls a function",
    "update phone_numbers set updated_at = current_timestamp where account = $1": "an update calls a function",
    "update number_registry set owner = $1 where owner = $2": "locks rows of several shards",
    "delete from phone_numbers": "no shard is named",
    "insert into tags (account, tag_key) values ('1', $1)": "locks rows of several shards",
    "insert into tags (account, tag_key) values ($1, $2), ($3, $4)": "more than one row is inserted",
    "insert into tags (account) values ($1) on conflict on constraint tags_pkey do nothing": "the name of a constraint",
    "insert into tags (account) values ($1) on conflict (tag_key) do nothing": "a conflict without the shard key",
    "with a as (delete from tags where account = $1), b as (delete from history where account = $2) select 1": "several shards",
    "with a as (delete from tags where account = $1), b as (delete from number_registry where e164 = $1) select 1": "different",
    "truncate tags": "not a statement of the store",
}


@pytest.fixture
def url() -> Iterator[str]:
    """Have an empty database whose tables are spread."""
    with shared_database(sharded=True) as made:
        yield made


@pytest.mark.parametrize("sql", BAD)
def test_the_rules_can_be_broken(sql: str) -> None:
    """Each of them, and the rule says which."""
    found = violations(sql)
    assert any(BAD[sql] in each for each in found), found


def test_one_shard_may_be_named_twice() -> None:
    """Where both parameters have the same value."""
    sql = "with a as (delete from tags where account = $1), b as (delete from history where account = $2) select 1"
    assert violations(sql, values=["1", "1"]) == []
    assert violations(sql, values=["1", "2"]) == ["several shards in one statement"]


def test_all_that_the_store_can_say_is_accepted(url: str) -> None:
    """Each verb on each kind of record, in a read and in a write, and everything that concerns the store as a whole."""
    with recorded() as record:
        with_store(url, everything)

    assert record.wrong == []
    assert unused(record) == set()
    assert {name for name, _ in record.crossing()} <= CROSSING.keys()
    assert {verb for verb in VERBS if not any(sql.startswith(verb) for sql in record.sent)} == set()


VERBS = ("select", "insert", "update", "delete", "lock", "begin")
ON_ONE_NODE = {"together", "revise"}
"""What is said only to a database that is not sharded."""
ABOUT_TABLES = {"analyze"}
"""What reads and changes no rows; Citus passes it on to every node."""
ON_SQLITE = {"insert", "select_feed", "select_feed_end", "sum_of_bytes"}


def unused(record: Record) -> set[str]:
    """Return what makes statements and has made none."""
    makers = {name for name, maker in vars(statements).items() if callable(maker) and not name.startswith("_")}
    own = {name for name in makers if vars(statements)[name].__module__ == statements.__name__}
    return own - set(record.makers.values()) - ON_ONE_NODE - ABOUT_TABLES - ON_SQLITE


async def everything(store: PostgresStore) -> None:
    """Say everything that there is to say."""
    for kind in KINDS:
        await verbs(store, kind)
    async with asyncio.TaskGroup() as together:
        for e164 in ("+1", "+2", "+3"):
            together.create_task(store.read(partial(get_both, e164)))
    changes = await store.changes(None, 10)
    await store.changes(changes[0][0] if changes else 0, 10)
    await store.feed(0, 10)
    await store.feed_end()
    await store.history("1", "2")
    await store.dump(KINDS, 1_000_000)
    await store.check()
    await store.write(lambda tx: tx.fill_history([(7, example(Change))]))


async def get_both(e164: str, tx: Tx) -> None:
    """Look for a number's owner, and for the number."""
    await tx.get(Ownership, (e164,))
    await tx.get(PhoneNumber, ("1", e164))


async def verbs(store: PostgresStore, kind: type[Any]) -> None:
    """Do everything that can be done to records of a kind."""
    record, key = example(kind), tuple(getattr(example(kind), column) for column in kind.key)
    shard_key = placement(kind).shard_key
    within = {} if shard_key is None else {shard_key: getattr(record, shard_key)}
    other = next((column for column in kind.__struct_fields__ if column not in kind.key), None)

    async def look(tx: Tx) -> None:
        await tx.get(kind, key)
        await tx.page(kind, within, None, 3)
        await tx.page(kind, {}, key, 3)
        await tx.find(kind, within, 3)

    async def change(tx: Tx) -> None:
        await tx.find(kind, within, 3, unheld=True)
        if kind is not Change:  # history is only added to
            await look(tx)
        await tx.put(record)
        if kind is not Change and other is not None:
            await tx.put(differing(kind, other), record)

    async def remove(tx: Tx) -> None:
        await tx.delete(record)
        await tx.clear(kind, {})

    await store.read(look)
    if "settles_at" in kind.__struct_fields__:
        await store.read(lambda tx: tx.find(kind, {"settles_at": AtMost(record.settles_at)}, 3))
    await store.write(change)
    await store.write(lambda tx: tx.put(record))
    await store.count(kind)
    await store.write(remove)


def migrated() -> list[Any]:
    """Return the statements of all migrations of PostgreSQL."""
    return [raw.stmt for migration in schema.migrations("postgres") for raw in parse_sql(migration.sql)]


def test_no_migration_needs_what_shards_do_not_have() -> None:
    """No triggers, no sequences, no foreign keys, no functions; what is unique is so within its shard."""
    for statement in migrated():
        assert isinstance(statement, ALLOWED), statement
        assert called(statement) == set()
        for constraint in constraints(statement):
            assert constraint.contype in {ConstrType.CONSTR_NOTNULL, ConstrType.CONSTR_PRIMARY}, constraint
    assert not any(statement.unique for statement in migrated() if isinstance(statement, ast.IndexStmt))


ALLOWED = (ast.CreateStmt, ast.IndexStmt, ast.AlterTableStmt, ast.InsertStmt, ast.UpdateStmt)


def test_the_key_of_each_table_begins_with_its_shard_key() -> None:
    """As the records say it: PostgreSQL itself refuses it otherwise when a table is spread."""
    keys = {}
    for statement in migrated():
        for constraint in constraints(statement):
            if constraint.contype == ConstrType.CONSTR_PRIMARY:
                keys[statement.relation.relname] = tuple(key.sval for key in constraint.keys)
    assert {kind.table: keys[kind.table] for kind in KINDS} == {kind.table: kind.key for kind in KINDS}
    assert keys.keys() - SHARD_KEYS.keys() == {"history_epochs"}


def constraints(statement: Any) -> Iterator[Any]:
    """Yield the constraints that a table is created with, those of its columns too."""
    for element in getattr(statement, "tableElts", None) or ():
        yield from [element] if isinstance(element, ast.Constraint) else element.constraints or ()


def test_the_store_does_not_look_at_the_names_of_constraints() -> None:
    """Shards have others."""
    for file in Path(dialbook.stores.__path__[0]).rglob("*.py"):
        assert "constraint_name" not in file.read_text(), file
