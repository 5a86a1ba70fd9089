"""``dialbook store distribute``, on a stand-in for Citus (see `postgres.STAND_IN`)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.conftest import Dialbook
from dialbook.server.build import open_store
from dialbook.server.copying import KINDS
from dialbook.stores.sharding import SHARD_KEYS, WHOLE, placements
from postgres import cluster, database, name_of

NUMBER = "+12065550100"
DONE = "distributed. Its tables: 12 by account, 1 by number, 12 whole on every node.\n"
NO_EXTENSION = (
    "The store's database does not have the extension Citus, so nothing was changed: 'create extension citus' adds it where it is"
    " installed."
)


DISTRIBUTED = "\ntables  distributed over the nodes of Citus\n"


@pytest.fixture
def url() -> Iterator[str]:
    """Have a database with today's schema."""
    with database() as made:
        yield made


def tables(url: str) -> dict[str, str]:
    """Return what each table is: r for one that is whole, p for one that is spread."""
    found = cluster().run(
        "select relname, relkind::text from pg_class"
        " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition",
        name_of(url),
    )
    return dict(found)


def test_tables_are_spread_by_the_first_column_of_their_keys(
    dialbook: Dialbook, url: str, csv: Callable[..., Path]
) -> None:
    """What is in them stays and can be changed, and a second time there is nothing to do."""
    assert dialbook("numbers", "import", csv(f"{NUMBER},,VoiceConnector,Desk,"), "--store", url).status == 0
    cluster().run("create extension citus", name_of(url))
    before = set(tables(url))
    assert DISTRIBUTED not in dialbook("store", "status", "--store", url).out

    assert dialbook("store", "distribute", "--store", url) == (0, f"The store now is {DONE}", "")
    assert dialbook("store", "distribute", "--store", url) == (0, f"The store is {DONE}", "")

    assert dialbook("store", "status", "--store", url).out.endswith(DISTRIBUTED)
    assert set(tables(url)) == before
    own = {"schema_version": "r", "history_epochs": "r"}
    assert tables(url) == own | {each.table: "r" if each.shard_key is None else "p" for each in placements(KINDS)}
    assert NUMBER in dialbook("numbers", "list", "--store", url).out
    assert dialbook("numbers", "import", csv("+12065550101,,VoiceConnector,,"), "--store", url).status == 0
    assert dialbook("store", "verify", "--store", url).status == 0


def test_a_table_that_a_later_version_adds_is_spread_too(dialbook: Dialbook, url: str) -> None:
    """Beside those that share its shards already."""
    cluster().run("create extension citus", name_of(url))
    assert dialbook("store", "distribute", "--store", url).status == 0
    cluster().run(
        "create table new (like tags including all); drop table tags; alter table new rename to tags;"
        " delete from citus.distributed where table_name = 'tags'",
        name_of(url),
    )
    assert dialbook("store", "distribute", "--store", url) == (0, f"The store now is {DONE}", "")
    assert tables(url)["tags"] == "p"


def test_without_the_extension_nothing_is_changed(dialbook: Dialbook, url: str, store: Path) -> None:
    """A sentence says so; and a file, a store in memory and an empty database have no nodes to share."""
    before = tables(url)
    assert dialbook("store", "distribute", "--store", url) == (1, "", f"dialbook: {NO_EXTENSION}\n")
    assert tables(url) == before
    only = "dialbook: Only a store in a PostgreSQL database can be distributed.\n"
    assert dialbook("store", "distribute") == (1, "", only)
    assert not store.exists()
    assert dialbook("store", "distribute", "--store", "memory:").status == 1
    with database(empty=True) as empty:
        ended = dialbook("store", "distribute", "--store", empty)
        assert ended == (1, "", "dialbook: The store's database is empty: run 'dialbook store upgrade' once.\n")


def test_it_is_not_done_under_the_feet_of_a_server(dialbook: Dialbook, url: str) -> None:
    """A server that does not know of it would send statements that no node can carry out."""
    cluster().run("create extension citus", name_of(url))
    before = tables(url)

    async def beside_another() -> None:
        other = open_store(url)
        await other.check()
        ended = await asyncio.to_thread(dialbook, "store", "distribute", "--store", url)
        assert (
            ended.err
            == "dialbook: The store's servers must be stopped before it is distributed: nothing was changed.\n"
        )
        await other.close()

    asyncio.run(beside_another())
    assert tables(url) == before


def test_exceptions_are_of_tables_that_would_be_spread() -> None:
    """Each with its reason; and ownership is decided where the number lies, which is no account's."""
    assert {kind.table for kind in KINDS if kind.key[0] in SHARD_KEYS} > set(WHOLE)
    assert all(WHOLE.values())
    assert [each.table for each in placements(KINDS) if each.shard_key == "e164"] == ["number_registry"]
