"""A store copied into another: whole, in order, as often interrupted as may be, and never taken for whole before it is."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import apsw
import msgspec
import pytest

from dialbook.access.keys import AccessKey
from dialbook.access.throttling import Limit
from dialbook.domain.calls import CallCount
from dialbook.domain.clock import ClockSetting
from dialbook.domain.contents import KEPT
from dialbook.domain.copies import CopyRefused, Digest, UnfinishedCopy
from dialbook.domain.faults import FaultOrder, StandingFault
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.pool import PoolNumber
from dialbook.domain.secrets import ServiceKey
from dialbook.domain.settings import AccountSettings
from dialbook.domain.snapshots import KeptSnapshot, SnapshotContent
from dialbook.domain.webhooks import WebhookCursor
from dialbook.ports.store import Store, StoreUnavailable, Tx
from dialbook.server import copying
from dialbook.server.build import build, open_store
from dialbook.server.config import Config
from dialbook.server.copying import COPIED, Interrupted, Unwritten, copy, refuse_unfinished, verify
from dialbook.stores import schema
from fresh import fresh_store
from operations.contexts import ACCOUNT, NOW, everything, fill
from operations.test_verifying import SOUND
from stores.both import SORTS, Sort

LEFT = {
    "calls": "the last requests that a server with controls was sent",
    "call_counts": "how many those were",
    "copies": "the bookmark of a copy",
    "schema_version": "it is the schema's, and each store upgrades its own",
    "throttle_buckets": "what is left in them is filled again in seconds",
}
"""The tables that are not copied, with the reason."""
CURSOR = WebhookCursor(webhook="a webhook", position=4, holder="a worker", held_until=NOW)
BESIDE: tuple[Any, ...] = (
    AccessKey("AKIAEXAMPLE", ACCOUNT, "tests", b"\x00sealed\xff", None, NOW, None, None),
    ServiceKey(name="page-tokens", value=b"\x00key"),
    Limit(account=ACCOUNT, rate_millihertz=1, burst=2, set_at=NOW),
    KeptSnapshot(name="before", taken_at=NOW, schema=12, size_bytes=4),
    SnapshotContent(name="before", content=b"\x1f\x8b\x00\x01"),
    PoolNumber(e164="+12065550150", country="US", type="Local", area_code="206", outcome="Acquired"),
    AccountSettings(account=ACCOUNT, calling_name="Example"),
    ClockSetting(ahead_milliseconds=5),
    StandingFault(fault_id="one", position=1, fault_order=FaultOrder(error="Conflict"), matched=2, struck=1),
    CURSOR,
)
CHANGES = [
    (
        position,
        Change(
            account=ACCOUNT,
            subject="phone_numbers/+12065550100",
            changed_at=NOW,
            change_id=change_id,
            action="Test",
            principal="tests",
            before=None,
            after="{}",
        ),
    )
    for position, change_id in ((-9, "z"), (-8, "b"), (2, "y"), (5, "a"), (6, "c"))
]


BETWEEN = pytest.mark.parametrize("sorts", [*itertools.product(SORTS, SORTS)], ids=" to ".join)
"""From a store of each sort into one of each sort."""


async def furnish(store: Store) -> None:
    """Put something into every table."""
    await fill(store, *SOUND, *BESIDE, CallCount(count=3))
    await store.write(lambda tx: tx.fill_history(CHANGES))


async def content(store: Store) -> dict[str, list[Any]]:
    """Return everything that is copied."""
    found = {kind.table: await everything(store, kind) for kind in COPIED}
    return found | {Change.table: await store.changes(None, 1000)}


def telling(_table: str, _done: int) -> None:
    """Tell nobody."""


async def whole(source: Store, target: Store) -> int:
    """Copy and compare."""
    await copy(source, target, "here", telling, bool)
    return await verify(source, target, telling, bool)


def between(scenario: Callable[[Store, Store], Awaitable[None]], *sorts: Sort) -> None:
    """Run a scenario on a furnished store and an empty one: both of SQLite unless it is said of which sorts they are."""

    async def run() -> None:
        of_source, of_target = sorts or ("sqlite", "sqlite")
        async with store_of(of_source) as source, store_of(of_target) as target:
            await furnish(source)
            await scenario(source, target)

    asyncio.run(run())


@contextlib.asynccontextmanager
async def store_of(sort: Sort) -> AsyncIterator[Store]:
    """Have an empty store, beside others."""
    with fresh_store(on_postgresql=sort == "postgresql") as location:
        store = open_store(location)
        try:
            yield store
        finally:
            await store.close()


def test_every_table_is_copied_or_left() -> None:
    """Somebody has to decide for each new one."""
    connection = apsw.Connection(":memory:")
    schema.upgrade(connection)
    tables = [row[0] for row in connection.execute("select name from sqlite_schema where type = 'table'")]
    named = [kind.table for kind in COPIED] + list(LEFT)
    assert sorted(named) == sorted(table for table in tables if not table.startswith("sqlite_"))
    assert set(KEPT) <= set(COPIED)


@BETWEEN
def test_a_copy_has_everything_in_its_order(sorts: tuple[Sort, Sort]) -> None:
    """The history with its positions; of a webhook how far it has come, but nobody who delivers."""

    async def scenario(source: Store, target: Store) -> None:
        count = await whole(source, target)

        expected = await content(source)
        expected[WebhookCursor.table] = [msgspec.structs.replace(CURSOR, holder=None, held_until=None)]
        assert await content(target) == expected
        assert count == sum(map(len, expected.values()))
        assert all(expected.values())
        assert await everything(target, CallCount) == []
        await fill(target, msgspec.structs.replace(CHANGES[0][1], change_id="later"))
        fed = await target.feed(2, 10)
        assert [change.change_id for _, change in fed] == ["a", "c", "later"]
        assert [position for position, _ in fed[:2]] == [5, 6]
        assert fed[2][0] == 7 if sorts[1] == "sqlite" else fed[2][0] > 7
        await refuse_unfinished(target)

    between(scenario, *sorts)


@pytest.mark.parametrize("how", ["interrupted", "killed"])
@pytest.mark.parametrize("sorts", [("sqlite", "postgresql"), ("postgresql", "sqlite")], ids=" to ".join)
def test_a_copy_goes_on_where_it_was(sorts: tuple[Sort, Sort], how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it ends, between two pages or in the middle of one; nothing is copied twice."""
    monkeypatch.setattr(copying, "PAGE", 3)

    async def scenario(source: Store, target: Store) -> None:
        ends = 0
        while True:
            ending = Ending(target, how)
            try:
                await copy(source, ending, "here", telling, ending.stopped)  # type: ignore[arg-type] # what copy uses of it
                break
            except (Interrupted, ConnectionError):
                ends += 1
                with pytest.raises(CopyRefused, match="unfinished copy"):
                    await refuse_unfinished(target)
        assert ends > 10
        await verify(source, target, telling, bool)
        assert (await content(target))[Change.table] == CHANGES

    between(scenario, *sorts)


class Ending:
    """A store on which a copy gets on by one page, and then ends."""

    def __init__(self, store: Store, how: str) -> None:
        self.read, self.count = store.read, store.count
        self._store = store
        self._killed = how == "killed"
        self._writes = self._looks = 0

    def stopped(self) -> bool:
        """Stop before the second page."""
        self._looks += 1
        return not self._killed and self._looks > 1

    async def write(self, work: Callable[[Tx], Awaitable[Any]]) -> Any:
        """Lose the fourth write, which is a page or the turn to the next table."""
        self._writes += 1
        if not self._killed or self._writes < 4:
            return await self._store.write(work)

        async def lost(tx: Tx) -> None:
            await work(tx)
            raise ConnectionError

        return await self._store.write(lost)


@pytest.mark.parametrize("record", [*BESIDE, SOUND[0], CHANGES[0][1]], ids=lambda record: type(record).__name__)
def test_a_store_that_holds_anything_is_not_copied_into(record: Any) -> None:
    """Nothing is changed in it."""

    async def scenario(source: Store, target: Store) -> None:
        await fill(target, record)
        before = await content(target)

        with pytest.raises(CopyRefused, match="not empty"):
            await whole(source, target)

        assert await content(target) == before
        await refuse_unfinished(target)

    between(scenario)


def test_an_unfinished_copy_of_another_store_is_refused() -> None:
    """It belongs to its own original."""

    async def scenario(source: Store, target: Store) -> None:
        with pytest.raises(Interrupted):
            await copy(source, target, "there", telling, lambda: True)
        with pytest.raises(CopyRefused, match="of another store"):
            await whole(source, target)

    between(scenario)


def test_an_unfinished_copy_is_neither_copied_nor_served(tmp_path: Path) -> None:
    """Nor does a command work on it: only the end of the copy makes it a store."""

    async def scenario(source: Store, target: Store) -> None:
        await copy(source, target, "here", telling, bool)
        with pytest.raises(CopyRefused, match="unfinished copy"):
            await whole(target, source)
        with pytest.raises(CopyRefused, match="unfinished copy"):
            await build(Config(store="memory:", master_key_file=tmp_path), store=target)

    between(scenario)


def test_two_copies_into_one_store_do_not_mix() -> None:
    """One of them notices the other."""

    async def scenario(source: Store, target: Store) -> None:
        other = await target.write(partial(copying._begin, "here"))
        await copy(source, target, "here", telling, bool)

        with pytest.raises(CopyRefused, match="Another command"):
            await target.write(partial(copying._put, PhoneNumber, [], other, PhoneNumber.table, None))

    between(scenario)


@pytest.mark.parametrize("changed", [*BESIDE[:3], SOUND[4], CHANGES[0][1]], ids=lambda record: type(record).__name__)
def test_a_store_that_was_changed_meanwhile_is_copied_anew(changed: Any) -> None:
    """The copy is no store until the two are the same."""
    changed = msgspec.structs.replace(changed, **CHANGED[type(changed)])

    async def scenario(source: Store, target: Store) -> None:
        await copy(source, target, "here", telling, bool)
        await fill(source, changed)
        with pytest.raises(CopyRefused, match=f"differs from its original in {changed.table}, .* begins anew"):
            await verify(source, target, telling, bool)
        with pytest.raises(CopyRefused, match="unfinished copy"):
            await refuse_unfinished(target)

        await whole(source, target)
        await refuse_unfinished(target)
        assert (await content(target))[changed.table] == (await content(source))[changed.table]

    between(scenario)


CHANGED: dict[type[Any], dict[str, Any]] = {
    AccessKey: {"revoked_at": NOW},
    ServiceKey: {"value": b"\x00kex"},
    Limit: {"burst": 3},
    PhoneNumber: {"name": "New"},
    Change: {"change_id": "new"},
}


@BETWEEN
def test_a_change_while_the_stores_are_compared_is_noticed(sorts: tuple[Sort, Sort]) -> None:
    """Though the table that it is in was compared already."""

    async def scenario(source: Store, target: Store) -> None:
        await copy(source, target, "here", telling, bool)
        read = target.read

        async def late(work: Callable[[Tx], Awaitable[Any]]) -> Any:
            if Change.table in tables:
                await fill(source, msgspec.structs.replace(CHANGES[0][1], change_id="late"))
            return await read(work)

        tables: list[str] = []
        target.read = late  # type: ignore[method-assign]
        with pytest.raises(CopyRefused, match="differs from its original in history"):
            await verify(source, target, lambda table, _: tables.append(table), bool)

    between(scenario, *sorts)


@BETWEEN
def test_what_is_damaged_in_the_copy_is_noticed(sorts: tuple[Sort, Sort]) -> None:
    """A cell is enough."""

    async def scenario(source: Store, target: Store) -> None:
        await copy(source, target, "here", telling, bool)
        await fill(target, msgspec.structs.replace(SOUND[4], name="Other"))
        with pytest.raises(CopyRefused, match="differs from its original in phone_numbers"):
            await verify(source, target, telling, bool)

    between(scenario, *sorts)


def test_a_comparison_can_be_interrupted() -> None:
    """The next one begins it anew."""

    async def scenario(source: Store, target: Store) -> None:
        await copy(source, target, "here", telling, bool)
        with pytest.raises(Interrupted):
            await verify(source, target, telling, lambda: True)
        with pytest.raises(CopyRefused):
            await refuse_unfinished(target)
        await whole(source, target)
        assert await everything(target, UnfinishedCopy) == []

    between(scenario)


@pytest.mark.parametrize(("failing", "raised"), [(0, StoreUnavailable), (1, Unwritten)])
def test_what_fails_of_the_copy_is_told_from_what_fails_of_its_original(
    failing: int, raised: type[StoreUnavailable]
) -> None:
    """A full disk is one of the two."""

    async def out_of_space(_: object) -> NoReturn:
        raise StoreUnavailable("The store is out of space.")

    async def scenario(*stores: Store) -> None:
        vars(stores[failing]).update(read=out_of_space, write=out_of_space)
        with pytest.raises(StoreUnavailable, match="out of space") as caught:
            await whole(*stores)
        assert caught.type is raised

    between(scenario)


def test_a_digest_is_of_records_in_any_order() -> None:
    """Two stores may sort differently; nothing else may differ."""
    one, other, longer, changed = Digest(), Digest(), Digest(), Digest()
    one.add(SOUND)
    other.add(reversed(SOUND))
    longer.add([*SOUND, SOUND[0]])
    changed.add([*SOUND[:-1], CURSOR])

    assert one == other
    assert one != longer
    assert one != changed
    assert one != "a digest"
