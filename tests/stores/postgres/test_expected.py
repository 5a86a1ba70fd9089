"""What a transaction has read before it is asked for: others may have changed it meanwhile."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from dialbook.domain.history import Change
from dialbook.domain.registry import Ownership
from dialbook.ports.store import TooManyChanges, Tx
from dialbook.stores import statements
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.store import PostgresStore
from stores.postgres.conftest import with_store
from stores.postgres.test_races import NUMBER, Meeting, get_owned, owned
from stores.test_feed import change


@pytest.mark.parametrize("exists", [True, False])
def test_no_count_is_lost(url: str, exists: bool) -> None:
    """Forty writes that have all expected the record change it: each sees the one before it, also those that begin it."""

    async def count_up(tx: Tx) -> None:
        await tx.expect(Ownership, [(NUMBER,)])
        before = await get_owned(tx)
        await tx.put(owned(claim_id="1" if before is None else str(int(before.claim_id) + 1)), before)

    async def scenario(store: PostgresStore) -> None:
        if exists:
            await store.write(lambda tx: tx.put(owned()))
        await asyncio.gather(*(store.write(count_up) for _ in range(40)))
        found = await store.read(get_owned)
        assert found is not None
        assert found.claim_id == "40"

    with_store(url, scenario, Limits(connections=4, attempts=200, patience_seconds=30))


@pytest.mark.parametrize("exists", [True, False])
def test_who_relies_on_what_was_expected_is_right(url: str, exists: bool) -> None:
    """Of two that each change a record only while the other's is as it was, or is not there, one does."""

    async def scenario(store: PostgresStore) -> None:
        meeting = Meeting()

        async def put_unless(own: str, others: str, tx: Tx) -> None:
            await tx.expect(Ownership, [(own,), (others,)])
            there = await get_owned(tx, others)
            before = await get_owned(tx, own)
            await meeting.wait(own)
            if there is None or there.owner is None:
                await tx.put(owned(own, owner="1"), before)

        if exists:
            for e164 in ("+1", "+2"):
                await store.write(lambda tx, e164=e164: tx.put(owned(e164)))  # type: ignore[misc]
        await asyncio.gather(store.write(partial(put_unless, "+1", "+2")), store.write(partial(put_unless, "+2", "+1")))
        found = await store.read(lambda tx: tx.page(Ownership, {}, None, 9))
        assert [one.owner for one in found].count("1") == 1

    with_store(url, scenario)


def test_a_write_has_so_many_changes_at_most(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More are refused as a whole, with how many there may be."""
    monkeypatch.setattr(statements, "POSITIONS_OF_ONE", 3)

    async def many(tx: Tx) -> None:
        await tx.expect(Ownership, [])
        for at in range(4):
            await tx.put(change(f"{at}"))

    async def scenario(store: PostgresStore) -> None:
        with pytest.raises(TooManyChanges, match="at most 3 changes at once"):
            await store.write(many)
        assert await store.count(Change) == 0

    with_store(url, scenario)
