"""The statements, one by one: what they say and how SQLite runs them."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import apsw
import pytest

from dialbook.domain.history import Change
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.sip import SipMediaApplication, SipRule
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup
from dialbook.stores import statements
from dialbook.stores.rows import Mapper, mapper_of
from dialbook.stores.sqlite import open_sqlite
from stores.kinds import KINDS

NUMBERS: Mapper[PhoneNumber] = mapper_of(PhoneNumber)


@pytest.fixture
def connection(location: Path) -> apsw.Connection:
    """Connect to a file with the store's schema."""
    asyncio.run(open_sqlite(location).close())
    return apsw.Connection(str(location))


def plan(connection: apsw.Connection, sql: str) -> str:
    """Return the steps by which SQLite would run the statement."""
    bindings = ["x"] * len(set(re.findall(r"\$\d+", sql)))
    return "; ".join(str(row[3]) for row in connection.execute(f"explain query plan {sql}", bindings))


def test_the_texts() -> None:
    """Each statement names its columns, and its parameters in the order in which they are bound."""
    registry: Mapper[Ownership] = mapper_of(Ownership)
    assert (
        statements.select_one(registry) == "select e164, owner, claim_id, free_at from number_registry where e164 = $1"
    )
    assert statements.delete_one(registry) == "delete from number_registry where e164 = $1"
    assert statements.upsert(registry) == (
        "insert into number_registry (e164, owner, claim_id, free_at) values ($1, $2, $3, $4)"
        " on conflict (e164) do update set owner = excluded.owner, claim_id = excluded.claim_id, free_at = excluded.free_at"
    )
    assert statements.select_where(registry, ("owner",), (), ("claim_id",)) == (
        "select e164, owner, claim_id, free_at from number_registry where owner = $1 and claim_id <= $2"
        " order by claim_id, e164 limit $3"
    )
    assert statements.update_columns(registry, ("owner", "free_at")) == (
        "update number_registry set owner = $1, free_at = $2 where e164 = $3"
    )
    assert statements.select_page(registry, (), ("owner",), (), ("e164",), ("e164",)) == (
        "select e164, owner, claim_id, free_at from number_registry where owner is null and (e164) > ($1)"
        " order by e164 limit $2"
    )
    merged = statements.select_page(registry, (), (), (("owner", 2),), ("e164",), ("e164",))
    pages = [
        "select e164, owner, claim_id, free_at from number_registry"
        f" where (e164) > ($3) and owner = {parameter} order by e164 limit $4"
        for parameter in ("$1", "$2")
    ]
    assert merged.split(" union all ") == [
        f"select * from ({pages[0]}) as page",
        f"select * from ({pages[1]}) as page order by e164 limit $4",
    ]


def test_the_texts_on_many_records() -> None:
    """Rows of the history have a position besides, which no record has."""
    registry: Mapper[Ownership] = mapper_of(Ownership)
    assert statements.select_all(registry) == "select e164, owner, claim_id, free_at from number_registry order by e164"
    assert (
        statements.insert(registry)
        == "insert into number_registry (e164, owner, claim_id, free_at) values ($1, $2, $3, $4)"
    )
    assert statements.delete_where(registry, ()) == "delete from number_registry"
    assert statements.delete_where(registry, ("owner",)) == "delete from number_registry where owner = $1"
    changes: Mapper[Change] = mapper_of(Change)
    assert statements.select_all(changes).endswith(" from history order by position")
    assert (
        f", position) values ($1, {', '.join(f'${at}' for at in range(2, len(changes.columns) + 2))})"
        in statements.insert(changes)
    )


def test_the_text_of_a_revision() -> None:
    """A record is changed if it and those beside it are what they were, and then only is the history added to."""
    registry: Mapper[Ownership] = mapper_of(Ownership)
    changes: Mapper[Change] = mapper_of(Change)
    sql = statements.revise(registry, ("owner",), ((registry, True), (registry, False)), changes)
    same = "(owner, claim_id, free_at) is not distinct from"
    assert sql.startswith(
        f"with held as (select 1 from number_registry where e164 = $2 and {same} ($3, $4, $5)"
        f" and exists (select from number_registry where e164 = $6 and {same} ($7, $8, $9))"
        " and not exists (select from number_registry where e164 = $10) for update skip locked),"
        " changed as (update number_registry set owner = $1 where e164 = $2 and exists (select from held) returning 1)"
        " insert into history (account, subject, changed_at, "
    )
    assert ", position) select $11::text, $12::text, $13::timestamptz, $14::text, " in sql
    assert "$23::text, (pg_current_xact_id()::text::bigint + $24) * 65536 + $25 from changed on conflict " in sql
    assert sql.endswith(" returning position")


@pytest.mark.parametrize("kind", KINDS)
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
    ],
)
def test_a_page_starts_in_the_index(
    connection: apsw.Connection, equal: tuple[str, ...], following: tuple[str, ...], condition: str
) -> None:
    """Whatever a page follows is skipped by the primary key, and nothing is sorted."""
    steps = plan(connection, statements.select_page(NUMBERS, equal, (), (), NUMBERS.key, following))
    assert steps == f"SEARCH phone_numbers USING INDEX sqlite_autoindex_phone_numbers_1 {condition}"


def test_a_page_of_history_starts_in_the_index(connection: apsw.Connection) -> None:
    """What a key of four columns leaves open is compared as one row."""
    changes: Mapper[Change] = mapper_of(Change)
    following = ("changed_at", "change_id")
    steps = plan(connection, statements.select_page(changes, ("account", "subject"), (), (), changes.key, following))
    assert "USING INDEX sqlite_autoindex_history_1" in steps
    assert "account=? AND subject=? AND (changed_at,change_id)>(?,?)" in steps
    assert "SORT" not in steps


def test_what_is_due_is_found_in_its_own_index(connection: apsw.Connection) -> None:
    """The partial index holds only the numbers that wait for something."""
    steps = plan(connection, statements.select_where(NUMBERS, (), (), ("settles_at",)))
    assert "SEARCH phone_numbers USING INDEX phone_numbers_settles_at (settles_at<?)" in steps


ORDER = ("created_at", "e164")
FILTERS: dict[str, tuple[tuple[str, ...], str]] = {
    # What is fixed beside the account and the products, and the index that serves it.
    "none": ((), "phone_numbers_by_product (account=? AND product_type=?"),
    "status": (("status",), "phone_numbers_by_status (account=? AND status=? AND product_type=?"),
    "association": (
        ("association_name", "association_value", "status"),
        "phone_numbers_by_association (account=? AND association_name=? AND association_value=? AND status=? AND product_type=?",
    ),
}


@pytest.mark.parametrize("following", [(), ORDER], ids=["first", "any other"])
@pytest.mark.parametrize("products", [1, 2, 3])
@pytest.mark.parametrize(("fixed", "index"), FILTERS.values(), ids=FILTERS.keys())
def test_a_page_of_a_list_reads_what_it_returns(
    connection: apsw.Connection, fixed: tuple[str, ...], index: str, products: int, following: tuple[str, ...]
) -> None:
    """With every combination of filters, the first page and the hundred-thousandth are one place in one index for each product.

    Only the rows of the products' pages are merged: no row is skipped, and no more are read than products times the page.
    """
    sql = statements.select_page(NUMBERS, ("account", *fixed), (), (("product_type", products),), ORDER, following)
    begins = " AND (created_at,e164)>(?,?))" if following else ")"
    steps = plan(connection, sql)
    assert steps.count(f"SEARCH phone_numbers USING INDEX {index}{begins}") == products
    assert steps.count("SEARCH") == products
    assert "SCAN phone_numbers" not in steps
    if products == 1:
        assert "B-TREE" not in steps


@pytest.mark.parametrize("following", [(), ORDER], ids=["first", "any other"])
@pytest.mark.parametrize("statuses", [1, 3, 5])
@pytest.mark.parametrize(
    ("fixed", "index"),
    [((), FILTERS["status"][1]), (("association_name", "association_value"), FILTERS["association"][1])],
    ids=["status", "association"],
)
def test_a_page_of_several_statuses_reads_what_it_returns(
    connection: apsw.Connection, fixed: tuple[str, ...], index: str, statuses: int, following: tuple[str, ...]
) -> None:
    """The older namespace shows several as one, and a quota counts several: one place in the same index for each and each product."""
    any_of = (("product_type", 3), ("status", statuses))
    steps = plan(connection, statements.select_page(NUMBERS, ("account", *fixed), (), any_of, ORDER, following))
    begins = " AND (created_at,e164)>(?,?))" if following else ")"
    assert steps.count(f"SEARCH phone_numbers USING INDEX {index}{begins}") == 3 * statuses
    assert steps.count("SEARCH") == 3 * statuses
    assert "SCAN phone_numbers" not in steps


@pytest.mark.parametrize("kind", [VoiceConnector, VoiceConnectorGroup, SipMediaApplication, SipRule])
@pytest.mark.parametrize("first", [True, False])
def test_every_other_list_has_its_index(connection: apsw.Connection, kind: type[Any], first: bool) -> None:
    """In the order of creation too, and nothing is sorted."""
    mapper: Mapper[Any] = mapper_of(kind)
    order = ("created_at", kind.key[-1])
    steps = plan(connection, statements.select_page(mapper, ("account",), (), (), order, () if first else order))
    behind = "" if first else f" AND (created_at,{kind.key[-1]})>(?,?)"
    assert steps == f"SEARCH {mapper.table} USING INDEX {mapper.table}_by_time (account=?{behind})"


@pytest.mark.parametrize("kind", [PhoneNumber, PhoneNumberOrder])
def test_what_is_due_in_an_account_is_found_in_its_own_index(connection: apsw.Connection, kind: type[Any]) -> None:
    """Lists look for it each time."""
    mapper: Mapper[Any] = mapper_of(kind)
    steps = plan(connection, statements.select_where(mapper, ("account",), (), ("settles_at",)))
    assert f"SEARCH {mapper.table} USING INDEX {mapper.table}_due (account=? AND settles_at<?)" in steps


@pytest.mark.parametrize(
    ("kind", "fixed", "index"),
    [
        (SipRule, ("trigger_value",), "sip_rules_by_trigger (account=? AND trigger_value=?)"),
        (VoiceConnector, ("aws_region",), "voice_connectors_by_region (account=? AND aws_region=?)"),
        (SipMediaApplication, ("aws_region",), "sip_media_applications_by_region (account=? AND aws_region=?)"),
    ],
)
def test_whether_there_is_any_is_found_in_an_index(
    connection: apsw.Connection, kind: type[Any], fixed: tuple[str, ...], index: str
) -> None:
    """What a host, or a region, has is not looked for in all that the account has, and comes in the order of its key."""
    mapper: Mapper[Any] = mapper_of(kind)
    steps = plan(connection, statements.select_page(mapper, ("account", *fixed), (), (), mapper.key, ()))
    assert steps == f"SEARCH {mapper.table} USING INDEX {index}"


def test_a_column_that_no_record_has_is_refused() -> None:
    """A statement is made of the fields of a record and of nothing else."""
    with pytest.raises(ValueError, match="no column"):
        statements.select_where(NUMBERS, ("account; drop table phone_numbers",), (), ())
    with pytest.raises(ValueError, match="no column"):
        statements.select_page(NUMBERS, (), ("nobody",), (), NUMBERS.key, ())
    with pytest.raises(ValueError, match="no column"):
        statements.select_page(NUMBERS, (), (), (), ("nobody",), ())
