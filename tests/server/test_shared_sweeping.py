"""What falls due is settled by several nodes on one database, each record by one of them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.operations import settling
from dialbook.operations.settling import settle_due
from dialbook.ports.store import Store, Tx
from dialbook.server.build import open_store
from postgres import shared_database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ACCOUNTS = [f"{n:012}" for n in range(1, 7)]
EACH = 8
NODE = Path(__file__).with_name("settling.py")


@pytest.fixture(params=[False, True], ids=["whole", "sharded"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Have an empty database, of one node or sharded."""
    with shared_database(sharded=request.param) as made:
        yield made


async def fill(store: Store) -> None:
    """Order numbers for each account that have all been acquired by now."""

    async def work(tx: Tx) -> None:
        for at, account in enumerate(ACCOUNTS):
            for number in range(EACH):
                await tx.put(
                    PhoneNumber(
                        account=account,
                        e164=f"+1206555{1000 + at * EACH + number}",
                        country="US",
                        type="Local",
                        product_type="VoiceConnector",
                        status="AcquireInProgress",
                        settles_at=NOW - timedelta(minutes=number),
                        created_at=NOW - timedelta(hours=1),
                        updated_at=NOW - timedelta(hours=1),
                    )
                )

    await store.write(work)


async def settled_by(store: Store) -> Counter[str]:
    """Return how many numbers each has settled, and see that all are settled and none was settled twice."""
    numbers = await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 1000))
    assert {number.status for number in numbers} == {"Unassigned"}
    changes = await store.read(lambda tx: tx.page(Change, {}, None, 1000))
    assert len({change.subject for change in changes}) == len(changes) == len(ACCOUNTS) * EACH
    return Counter(change.change_id.partition("/")[0] for change in changes)


def test_each_record_is_settled_by_one_of_the_nodes(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they say that they have settled is what they have, and together it is everything."""
    monkeypatch.setattr(settling, "BATCH", 3)

    async def scenario() -> None:
        nodes = {name: open_store(url) for name in ("first", "second", "third")}
        await fill(nodes["first"])
        counts = await asyncio.gather(*(settle_due(store, NOW, name, unheld=True) for name, store in nodes.items()))
        assert await settled_by(nodes["first"]) == Counter(dict(zip(nodes, counts, strict=True)))
        await asyncio.gather(*(store.close() for store in nodes.values()))

    asyncio.run(scenario())


def test_what_a_killed_node_held_is_settled_by_another(url: str) -> None:
    """While it lives the others leave that alone, and do not wait for it; of its own nothing is left."""

    async def scenario(node: subprocess.Popen[str]) -> None:
        store = open_store(url)
        assert node.stdout is not None
        held = [int(node.stdout.readline()) for _ in range(settling.ACCOUNTS_AT_ONCE)]
        assert held == [EACH] * settling.ACCOUNTS_AT_ONCE
        before = await settle_due(store, NOW, "before", unheld=True)
        node.kill()
        node.wait()
        after = await settle_due(store, NOW, "after")
        assert await settled_by(store) == Counter(before=before, after=after)
        assert after == sum(held)
        await store.close()

    async def prepare() -> None:
        store = open_store(url)
        await fill(store)
        await store.close()

    asyncio.run(prepare())
    with subprocess.Popen([sys.executable, NODE, url, NOW.isoformat()], stdout=subprocess.PIPE, text=True) as node:
        try:
            asyncio.run(scenario(node))
        finally:
            node.kill()
