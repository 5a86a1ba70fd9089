"""How PostgreSQL runs the statements of lists: ranges of indexes in their order, whatever it knows of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import asyncpg
import msgspec
import pytest

from dialbook.domain.history import Change
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.sip import SipMediaApplication, SipRule
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup
from dialbook.ports.store import StoreUnavailable
from dialbook.stores import statements
from dialbook.stores.postgres import plans
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.rows import mapper_of
from dialbook.stores.postgres.store import PostgresStore
from postgres import beside, cluster, database, name_of
from stores.both import LIMITS
from stores.kinds import KINDS
from stores.postgres.conftest import with_store

ORDER = ("created_at", "e164")
FILL = """
insert into phone_numbers (
    account, e164, country, type, product_type, status, calling_name_status, association_name, association_value, capabilities,
    created_at, updated_at
)
select
    '1', '+1206' || (5000000 + i), 'US', 'Local', 'VoiceConnector', (array['Assigned', 'Unassigned'])[(i & 1) + 1], 'Unassigned',
    case when (i & 1) = 0 then 'VoiceConnectorId' end, case when (i & 1) = 0 then 'connector ' || (i & 2) end, '{}',
    to_timestamp(i / 10), to_timestamp(0)
from generate_series(%s, %s) as numbers (i);
"""
IN_ORDER = {"Limit", "Merge Append", "Subquery Scan", "Index Scan"}
GENERIC = {"jit": "off", "plan_cache_mode": "force_generic_plan"}
FILTERS = {
    (): "phone_numbers_by_product",
    ("status",): "phone_numbers_by_status",
    ("association_name", "association_value", "status"): "phone_numbers_by_association",
}
"""What is fixed beside the account and the products, and the index that serves it."""


class Step(msgspec.Struct, rename="pascal"):
    """A node of a plan, and below it those that it reads."""

    node: str = msgspec.field(name="Node Type")
    index: str | None = msgspec.field(name="Index Name", default=None)
    condition: str = msgspec.field(name="Index Cond", default="")
    residue: str | None = msgspec.field(name="Filter", default=None)
    plans: list[Step] = []

    def all(self) -> Iterator[Step]:
        """Yield it and all below it."""
        yield self
        for below in self.plans:
            yield from below.all()


def steps(url: str, sql: str) -> list[Step]:
    """Return how a prepared statement is run when its plan is made for any values: it is kept until more is known of the table."""

    async def plan() -> str:
        connection = await asyncpg.connect(url, server_settings=plans.SETTINGS | GENERIC)
        try:
            await connection.execute(f"prepare asked as {sql}")
            values = ", ".join(["null"] * len(set(re.findall(r"\$\d+", sql))))
            return str(await connection.fetchval(f"explain (format json) execute asked ({values})"))
        finally:
            await connection.close()

    return [*msgspec.json.decode(beside(plan()), type=list[dict[str, Step]])[0]["Plan"].all()]


def scans(url: str, sql: str) -> list[str]:
    """Return the indexes that a statement reads a range of, where it reads nothing else and sorts nothing."""
    found = steps(url, sql)
    assert {step.node for step in found} <= IN_ORDER, found
    assert not any(step.residue for step in found), found
    return [step.index for step in found if step.index]


@pytest.fixture(scope="module", params=["few were there", "surveyed"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Have a database whose numbers have just come: the planner knows what there was before, or what there is, and that much is empty."""
    with database() as made:
        if request.param == "few were there":
            cluster().run(FILL % (-200, -1) + "analyze;", name_of(made))
        cluster().run(FILL % (0, 20_000), name_of(made))
        if request.param == "surveyed":
            with_store(made, lambda store: store.survey(KINDS))
        yield made


@pytest.mark.parametrize("following", [(), ORDER], ids=["first", "any other"])
@pytest.mark.parametrize("products", [1, 3])
@pytest.mark.parametrize("fixed", FILTERS, ids=FILTERS.values())
def test_a_page_of_numbers(url: str, fixed: tuple[str, ...], products: int, following: tuple[str, ...]) -> None:
    """With every combination of filters it is one place in one index for each product."""
    any_of = (("product_type", products),)
    sql = statements.select_page(mapper_of(PhoneNumber), ("account", *fixed), (), any_of, ORDER, following)
    assert scans(url, sql) == [FILTERS[fixed]] * products


@pytest.mark.parametrize("fixed", [(), ("association_name", "association_value")], ids=["status", "association"])
def test_a_page_of_several_statuses(url: str, fixed: tuple[str, ...]) -> None:
    """One place for each and each product."""
    any_of = (("product_type", 3), ("status", 3))
    sql = statements.select_page(mapper_of(PhoneNumber), ("account", *fixed), (), any_of, ORDER, ORDER)
    assert scans(url, sql) == [FILTERS[*fixed, "status"]] * 9


@pytest.mark.parametrize("kind", [VoiceConnector, VoiceConnectorGroup, SipMediaApplication, SipRule])
@pytest.mark.parametrize("first", [True, False])
def test_every_other_list(url: str, kind: type[Any], first: bool) -> None:
    """In the order of creation too."""
    order = ("created_at", kind.key[-1])
    sql = statements.select_page(mapper_of(kind), ("account",), (), (), order, () if first else order)
    assert scans(url, sql) == [f"{kind.table}_by_time"]


@pytest.mark.parametrize("kind", KINDS)
def test_pages_by_the_key(url: str, kind: type[Any]) -> None:
    """Copies and checks of whole stores go through every table so."""
    sql = statements.select_page(mapper_of(kind), (), (), (), kind.key, kind.key)
    assert scans(url, sql) == [f"{kind.table}_pkey"]


@pytest.mark.parametrize("kind", [PhoneNumber, PhoneNumberOrder])
def test_what_is_due(url: str, kind: type[Any]) -> None:
    """Lists look for it each time; only what is due at the same time is sorted."""
    found = steps(url, statements.select_where(mapper_of(kind), ("account",), (), ("settles_at",)))
    assert [step.node for step in found] == ["Limit", "Incremental Sort", "Index Scan"]
    assert found[-1].index == f"{kind.table}_due"
    assert found[-1].condition == "((account = $1) AND (settles_at <= $2))"


@pytest.mark.parametrize("fixed", FILTERS, ids=FILTERS.values())
def test_where_nothing_is_known(fixed: tuple[str, ...]) -> None:
    """Nobody has looked at the table yet: nothing is sorted, though another index may be as good by all that is known."""
    any_of = (("product_type", 3),)
    sql = statements.select_page(mapper_of(PhoneNumber), ("account", *fixed), (), any_of, ORDER, ORDER)
    with database() as made:
        cluster().run(FILL % (0, 100), name_of(made))
        assert {step.node for step in steps(made, sql)} == {"Limit", "Merge Append", "Index Scan"}


def test_the_history(url: str) -> None:
    """The feed goes through its positions."""
    assert scans(url, statements.select_between(mapper_of(Change))) == ["history_by_position"]
    assert scans(url, statements.select_positions(mapper_of(Change), True)) == ["history_by_position"]


def test_a_whole_table_may_take_longer(url: str) -> None:
    """Than a statement of a request: counting it, and looking at it anew."""

    async def scenario(store: PostgresStore) -> None:
        await store.write(lambda tx: tx.put(Ownership(e164="+12065550100", owner=None, claim_id="1")))
        with pytest.raises(StoreUnavailable):
            await store._query("select pg_sleep(0.3)", [])
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(statements, "count", lambda _: "select 1 from pg_sleep(0.3)")
            assert await store.count(Ownership) == 1
        await store.survey((Ownership, Change))

    with_store(url, scenario, Limits(connections=LIMITS.connections, statement_seconds=0.1))


PLANNED = "select generic_plans, custom_plans from pg_prepared_statements where statement = $1"


@pytest.mark.parametrize("fixed", FILTERS, ids=FILTERS.values())
def test_plans_are_kept(url: str, fixed: tuple[str, ...]) -> None:
    """A statement is not planned anew for the values of each request, though that looks cheaper where a table is large."""
    sql = statements.select_page(mapper_of(PhoneNumber), ("account", *fixed), (), (("product_type", 2),), ORDER, ())

    async def scenario(store: PostgresStore) -> None:
        values = ["1", *fixed, "VoiceConnector", "SipMediaApplicationDialIn", 9]
        for _ in range(9):
            await store._query(sql, values)
        assert [tuple(found) for found in await store._query(PLANNED, [sql])] == [(9, 0)]

    with_store(url, scenario, Limits(connections=1))


def test_citus_plans_by_the_shard() -> None:
    """It must know the account to send a statement to its node, so that it is left to itself."""
    with database(sharded=True) as made:
        [[mode]] = with_store(made, lambda store: store._query("show plan_cache_mode", []))
    assert mode == "auto"
