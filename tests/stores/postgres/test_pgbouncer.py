"""A pooler in transaction mode between the store and its server: each transaction may be on another connection."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest

from dialbook.domain.registry import Ownership
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.server.ids import fraction
from dialbook.stores.postgres.failures import SLOW
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import Link
from dialbook.stores.postgres.sessions import without_switch
from dialbook.stores.postgres.store import PostgresStore, connect, open_postgres
from pgbouncer import POOL, pooled, pooling
from postgres import PASSWORD, beside, cluster, name_of
from server.process import wait_until
from stores.postgres.attempts import HASTY, everything, owned
from stores.postgres.conftest import with_store

BOUNDS = "select current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('jit')"
PREPARED = "select count(*) from pg_prepared_statements where name like 'dialbook%'"
MOST = Limits(connections=2 * POOL)


@pytest.fixture
def pooled_url(url: str) -> str:
    """Have a database that is reached through the pooler."""
    return pooled(url)


async def ask(url: str, sql: str, *, within: bool) -> tuple[Any, ...]:
    """Ask the server in a transaction or outside of one."""
    link = await connect(url, HASTY)
    try:
        if within:
            await link.begin("begin; select 1")
        [row] = await link.fetch(sql, [])
        return tuple(row)
    finally:
        await link.close()


@pytest.mark.parametrize("within", [False, True])
def test_without_a_pooler_settings_hold_for_the_session(url: str, within: bool) -> None:
    """They cost nothing then."""
    assert beside(ask(url, BOUNDS, within=within)) == ("300ms", "200ms", "off")


def test_behind_a_pooler_settings_hold_for_a_transaction(pooled_url: str) -> None:
    """Whoever has the server's connection next does not inherit them."""
    assert beside(ask(pooled_url, BOUNDS, within=True)) == ("300ms", "200ms", "off")
    assert beside(ask(pooled_url, BOUNDS, within=False)) == ("0", "0", "on")


@pytest.mark.parametrize(
    ("behind_pooler", "switch", "prepared"),
    [(False, "", 1), (False, "?prepared_statements=off", 0), (True, "", 0), (True, "?prepared_statements=off", 0)],
)
def test_statements_are_prepared_where_they_last(url: str, behind_pooler: bool, switch: str, prepared: int) -> None:
    """And nowhere, where the URL says so."""
    way = pooled(url) if behind_pooler else url
    assert beside(ask(f"{way}{switch}", PREPARED, within=True)) == (prepared,)


def test_a_statement_that_a_pooler_has_mislaid_is_no_other(pooled_url: str) -> None:
    """Whoever says ``on`` to a pooler that keeps none fails at times, but never runs the statement of another client."""

    async def scenario(store: PostgresStore) -> None:
        async def add(tx: Tx) -> None:
            found = await tx.get(Ownership, ("+1",))
            await tx.put(owned("+1", str(int(found.claim_id) + 1 if found else 1)), found)

        results = await asyncio.gather(*(store.write(add) for _ in range(40)), return_exceptions=True)
        assert {type(result) for result in results} <= {type(None), StoreUnavailable}
        done = sum(result is None for result in results)
        found = with_store(pooled_url, lambda store: store.read(everything))
        assert [int(counter.claim_id) for counter in found] == [done] * bool(done)

    with_store(f"{pooled_url}?prepared_statements=on", scenario, MOST)


@pytest.mark.parametrize(
    ("url", "known", "said"),
    [
        ("postgresql://host/name", "postgresql://host/name", None),
        ("postgresql:///name?sslmode=require", "postgresql:///name?sslmode=require", None),
        ("postgresql:///name?prepared_statements=off", "postgresql:///name", False),
        ("postgresql://h/n?sslmode=require&prepared_statements=on&passfile=%2Fa", "postgresql://h/n?sslmode=require&passfile=%2Fa", True),
    ],
)  # fmt: skip
def test_the_switch_is_no_parameter_of_the_server(url: str, known: str, said: bool | None) -> None:
    """PostgreSQL's clients would take it for a setting."""
    assert without_switch(url) == (known, said)


@pytest.mark.parametrize(
    ("right", "wrong"), [(PASSWORD, "not-this-one"), ("//postgres:", "//nobody:"), ("/test_", "/missing_test_")]
)
def test_what_a_pooler_refuses_is_told(pooled_url: str, right: str, wrong: str) -> None:
    """It says the same of a wrong user, password and database."""
    with pytest.raises(StoreUnavailable) as outage:
        beside(connect(pooled_url.replace(right, wrong, 1), HASTY))
    assert str(outage.value).startswith("The pooler before PostgreSQL refuses the user, the password or the database ")


def test_writers_beyond_the_pool_count_together(pooled_url: str) -> None:
    """Several processes with more connections than the pooler has: nothing is lost, nothing done twice."""

    async def add(tx: Tx, e164: str) -> None:
        found = await tx.get(Ownership, (e164,))
        await tx.put(owned(e164, str(int(found.claim_id) + 1 if found else 1)), found)

    async def run() -> list[str]:
        stores = [open_postgres(pooled_url, fraction, Limits(connections=4, lock_seconds=5)) for _ in range(3)]
        works = [partial(add, e164=f"+{number}") for number in (1, 2, 3, 4) * 5]
        await asyncio.gather(*(store.write(work) for work in works for store in stores))
        found = await stores[0].read(everything)
        await asyncio.gather(*(store.close() for store in stores))
        return [record.claim_id for record in found]

    assert beside(run()) == ["15"] * 4


def test_a_statement_that_takes_too_long_is_ended_behind_a_pooler(pooled_url: str) -> None:
    """In a transaction by the server, outside of one by the client; and neither runs on."""
    active = f"select query from pg_stat_activity where datname = '{name_of(pooled_url)}' and state = 'active'"

    async def sleep(*, within: bool) -> None:
        link = await connect(pooled_url, HASTY)
        try:
            await slow(link, within=within)
        finally:
            await link.close()

    async def slow(link: Link, *, within: bool) -> None:
        if within:
            await link.begin("begin; select 1")
        with pytest.raises(StoreUnavailable, match=SLOW):
            await link.fetch("select pg_sleep(60)", [])

    for within in (True, False):
        beside(sleep(within=within))
        wait_until(lambda: not cluster().run(active))


def test_a_pooler_that_is_restarted_is_found_again(url: str) -> None:
    """What was acknowledged is there, what was not may be sent again."""

    async def run() -> None:
        with pooling(cluster()) as port:
            store = open_postgres(url.replace(f":{cluster().port}/", f":{port}/"), fraction, HASTY)
            await store.write(lambda tx: tx.put(owned("+1")))
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            await store.write(lambda tx: tx.put(owned("+2")))
        with pooling(cluster(), port=port):
            await store.write(lambda tx: tx.put(owned("+3")))
            assert [record.e164 for record in await store.read(everything)] == ["+1", "+3"]
            await store.close()

    beside(run())
