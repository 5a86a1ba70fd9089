"""Stores in memory whose databases are used again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import apsw
import pytest

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.stores.limits import Limits
from dialbook.stores.memories import MOST_SPARE, Memories, empty, tables
from dialbook.stores.sqlite import new_memory
from stores.conftest import NOW

NumberMaker = Callable[..., PhoneNumber]
CHANGE = Change(
    account="123456789012",
    subject="phone_numbers/+12065550100",
    changed_at=NOW,
    change_id="a",
    action="a",
    principal="a",
    before=None,
    after=None,
)


def content(connection: apsw.Connection) -> dict[str, list[Any]]:
    """Return the rows of every table, SQLite's own too."""
    names = [name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")]
    return {name: list(connection.execute(f"select * from {name}")) for name in names}


def test_a_database_that_is_used_again_is_as_a_new_one(make_number: NumberMaker) -> None:
    """Nothing of the store before is in it, and positions begin again."""
    memories = Memories()

    async def use() -> apsw.Connection:
        store = memories.open()
        connection = store._commits._connection
        assert content(connection) == content(new_memory(Limits()))
        assert await store.feed_end() == 0
        await store.write(lambda tx: tx.put(make_number("+12065550100")))
        await store.write(lambda tx: tx.put(CHANGE))
        assert [position for position, _ in await store.feed(0, 10)] == [1]
        await store.close()
        return connection

    assert asyncio.run(use()) is asyncio.run(use())


def test_every_table_is_emptied() -> None:
    """But the one of the schema's version."""
    connection = new_memory(Limits())
    before = content(connection)
    assert set(before) == {*tables(connection), "schema_version", "sqlite_sequence"}
    connection.execute("update sqlite_sequence set seq = 7")
    empty(connection)
    assert content(connection) == before


def test_two_at_once_share_nothing(make_number: NumberMaker) -> None:
    """A database has one store at a time, and only a few are kept."""
    memories = Memories()

    async def scenario() -> None:
        await memories.open().close()
        stores = [memories.open() for _ in range(MOST_SPARE + 2)]
        await stores[0].write(lambda tx: tx.put(make_number("+12065550100")))
        for store in stores[1:]:
            assert await store.count(PhoneNumber) == 0
        for store in stores:
            await store.close()
        assert len(memories._spare) == MOST_SPARE

    asyncio.run(scenario())


def test_a_closed_store_reaches_nothing(make_number: NumberMaker) -> None:
    """Whoever still has it neither reads nor writes what another has in the same database."""
    memories = Memories()
    number = make_number("+12065550100")

    async def get(tx: Tx) -> PhoneNumber | None:
        return await tx.get(PhoneNumber, (number.account, number.e164))

    async def scenario() -> None:
        closed = memories.open()
        await closed.close()
        other = memories.open()
        await other.write(lambda tx: tx.put(number))
        with pytest.raises(StoreUnavailable, match="The store is closed"):
            await closed.read(get)
        with pytest.raises(StoreUnavailable, match="The store is closed"):
            await closed.write(lambda tx: tx.delete(number))
        assert await other.read(get) == number
        await other.close()

    asyncio.run(scenario())
