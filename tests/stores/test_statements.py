"""The statements, one by one: what they say and how SQLite runs them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import apsw
import pytest

from dialbook.access.keys import AccessKey
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.stores import statements
from dialbook.stores.rows import Mapper, mapper_of
from dialbook.stores.sqlite import open_sqlite

NUMBERS: Mapper[PhoneNumber] = mapper_of(PhoneNumber)


@pytest.fixture
def connection(location: Path) -> apsw.Connection:
    """Connect to a file with the store's schema."""
    asyncio.run(open_sqlite(location).close())
    return apsw.Connection(str(location))


def plan(connection: apsw.Connection, sql: str) -> str:
    """Return the steps by which SQLite would run the statement."""
    bindings = ["x"] * sql.count("$")
    return "; ".join(str(row[3]) for row in connection.execute(f"explain query plan {sql}", bindings))


def test_the_texts() -> None:
    """Each statement names its columns, and its parameters in the order in which they are bound."""
    registry: Mapper[Ownership] = mapper_of(Ownership)
    assert statements.select_one(registry) == "select e164, owner, claim_id from number_registry where e164 = $1"
    assert statements.delete_one(registry) == "delete from number_registry where e164 = $1"
    assert statements.upsert(registry) == (
        "insert into number_registry (e164, owner, claim_id) values ($1, $2, $3)"
        " on conflict (e164) do update set owner = excluded.owner, claim_id = excluded.claim_id"
    )
    assert statements.select_where(registry, ("owner",), (), ("claim_id",)) == (
        "select e164, owner, claim_id from number_registry where owner = $1 and claim_id <= $2"
        " order by claim_id, e164 limit $3"
    )
    assert statements.select_page(registry, (), ("owner",), ("e164",)) == (
        "select e164, owner, claim_id from number_registry where owner is null and (e164) > ($1) order by e164 limit $2"
    )


@pytest.mark.parametrize("kind", [PhoneNumber, Ownership, Change, AccessKey])
def test_a_record_is_found_by_its_key_alone(connection: apsw.Connection, kind: type[object]) -> None:
    """One step down the index of the primary key, for every kind."""
    mapper: Mapper[object] = mapper_of(kind)
    steps = plan(connection, statements.select_one(mapper))
    assert steps.startswith(f"SEARCH {mapper.table} USING INDEX sqlite_autoindex_{mapper.table}_1")
    assert steps.count("=?") == len(mapper.key)
    assert ";" not in steps


@pytest.mark.parametrize(
    ("equal", "following", "condition"),
    [
        (("account",), (), "(account=?)"),
        (("account",), ("e164",), "(account=? AND e164>?)"),
        ((), ("account", "e164"), "((account,e164)>(?,?))"),
        (("account", "status"), ("e164",), "(account=? AND e164>?)"),
    ],
)
def test_a_page_starts_in_the_index(
    connection: apsw.Connection, equal: tuple[str, ...], following: tuple[str, ...], condition: str
) -> None:
    """Whatever a page follows is skipped by the primary key, and nothing is sorted."""
    steps = plan(connection, statements.select_page(NUMBERS, equal, (), following))
    assert steps == f"SEARCH phone_numbers USING INDEX sqlite_autoindex_phone_numbers_1 {condition}"


def test_a_page_of_history_starts_in_the_index(connection: apsw.Connection) -> None:
    """What a key of four columns leaves open is compared as one row."""
    steps = plan(
        connection,
        statements.select_page(mapper_of(Change), ("account", "subject"), (), ("changed_at", "change_id")),
    )
    assert "USING INDEX sqlite_autoindex_history_1" in steps
    assert "account=? AND subject=? AND (changed_at,change_id)>(?,?)" in steps
    assert "SORT" not in steps


def test_what_is_due_is_found_in_its_own_index(connection: apsw.Connection) -> None:
    """The partial index holds only the numbers that wait for something."""
    steps = plan(connection, statements.select_where(NUMBERS, (), (), ("settles_at",)))
    assert "SEARCH phone_numbers USING INDEX phone_numbers_settles_at (settles_at<?)" in steps


def test_a_column_that_no_record_has_is_refused() -> None:
    """A statement is made of the fields of a record and of nothing else."""
    with pytest.raises(ValueError, match="no column"):
        statements.select_where(NUMBERS, ("account; drop table phone_numbers",), (), ())
    with pytest.raises(ValueError, match="no column"):
        statements.select_page(NUMBERS, (), ("nobody",), ())
