"""The history of each record is in the order in which it was changed, whatever the numbers of the transactions."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from itertools import pairwise

import msgspec

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import Tx
from dialbook.server.ids import fraction
from dialbook.stores.postgres.store import PostgresStore, open_postgres
from dialbook.stores.postgres.writing import Writing
from stores.both import LIMITS
from stores.conftest import NOW
from stores.postgres.conftest import with_store
from stores.postgres.test_races import number

FIRST, SECOND = "+12065550100", "+12065550101"
SUBJECT = f"phone_numbers/{SECOND}"
COUNT = itertools.count()


async def rename(tx: Tx, e164: str, name: str) -> None:
    """Rename a number, and remember it."""
    before = await tx.get(PhoneNumber, ("1", e164))
    assert before is not None
    after = msgspec.structs.replace(before, name=name)
    await tx.put(after, before)
    change = {"account": "1", "subject": f"phone_numbers/{e164}", "changed_at": NOW, "change_id": f"{next(COUNT)}"}
    texts = {"before": json.dumps(before.name), "after": json.dumps(name)}
    await tx.put(Change(action="Rename", principal="tests", **change, **texts))  # type: ignore[arg-type]


async def fill(store: PostgresStore) -> None:
    """Put two numbers."""
    for e164 in (FIRST, SECOND):
        await store.write(lambda tx, e164=e164: tx.put(number(e164)))  # type: ignore[misc]


async def is_chain(store: PostgresStore) -> bool:
    """Tell whether each change of the second number goes on where the one before it ended, and the last one to what is stored."""
    changes = await store.history("1", SUBJECT)
    found = await store.read(lambda tx: tx.get(PhoneNumber, ("1", SECOND)))
    assert found is not None
    last = json.loads(changes[-1].after or "null")
    return last == found.name and all(one.after == other.before for one, other in pairwise(changes))


def test_who_comes_late_to_a_record_stands_late_in_its_history(url: str) -> None:
    """It had its number, which gives it a place, before the other one."""

    async def scenario(store: PostgresStore) -> None:
        await fill(store)
        other = open_postgres(url, fraction, LIMITS)
        began, may_go_on = asyncio.Event(), asyncio.Event()

        async def slow(tx: Tx) -> None:
            await rename(tx, FIRST, "slow")
            if isinstance(tx, Writing):
                began.set()
                await may_go_on.wait()
            await rename(tx, SECOND, "slow")

        writing = asyncio.create_task(store.write(slow))
        await began.wait()
        await other.write(lambda tx: rename(tx, SECOND, "quick"))
        may_go_on.set()
        await writing
        await other.close()

        assert await is_chain(store)
        assert [change.after for change in await store.history("1", SUBJECT)] == ['"quick"', '"slow"']

    with_store(url, scenario)


def test_many_that_want_the_same_stand_in_their_order(url: str) -> None:
    """One by one and two at a time, on several nodes."""

    async def scenario(store: PostgresStore) -> None:
        await fill(store)
        stores = [store, *(open_postgres(url, fraction, LIMITS) for _ in range(2))]

        def both(name: str) -> Callable[[Tx], Awaitable[None]]:
            async def work(tx: Tx) -> None:
                await rename(tx, FIRST, name)
                await rename(tx, SECOND, name)

            return work

        def one(name: str) -> Callable[[Tx], Awaitable[None]]:
            return lambda tx: rename(tx, SECOND, name)

        for turn in range(10):
            works = [make(f"{turn}-{at}-{make.__name__}") for make in (both, one) for at in range(3)]
            await asyncio.gather(*(node.write(work) for node, work in zip(stores * 2, works, strict=True)))
            assert await is_chain(store)
        for other in stores[1:]:
            await other.close()

    with_store(url, scenario)
