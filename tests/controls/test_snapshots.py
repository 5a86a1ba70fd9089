"""Taking the state of a service away, and bringing it back."""

from __future__ import annotations

import asyncio
import itertools
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from controls import scenes
from controls.scenes import ACCOUNT, NOW, OTHER, marks, number, own, refused, state, with_service
from dialbook.access.keys import AccessKey
from dialbook.controls import clock, snapshots
from dialbook.controls.archive import Limits, Snapshot, pack, unpack
from dialbook.domain.calls import CallCount
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.secrets import ServiceKey
from dialbook.domain.tags import Tag
from dialbook.ports.dumps import Cell, Dump, Table
from dialbook.ports.store import Tx
from dialbook.server.handle import Service
from fresh import fresh_store

KEY = AccessKey("AKIAEXAMPLE", ACCOUNT, "tests", b"secret", None, NOW, None, None)


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a store of each sort."""
    return "memory:" if request.param == "memory" else str(tmp_path / "numbers.db")


def test_a_restored_state_is_the_one_that_was_taken(store: str) -> None:
    """Every record of every kind, the history and the clock; what came since is gone."""

    async def scenario(service: Service) -> None:
        await scenes.fill(service)
        before = await state(service)
        assert all(before.values())
        content = await snapshots.take(service)

        await scenes.fill(service, OTHER, 1)
        await service.store.write(lambda tx: tx.clear(PhoneNumber, {"account": ACCOUNT}))
        await clock.freeze(service)
        assert await state(service) != before
        await snapshots.restore(service, content)

        assert await state(service) == before
        shown = await clock.read(service)
        assert (shown.frozen, round(shown.ahead_seconds)) == (False, 86_400)

    with_service(scenario, store=store)


@pytest.mark.parametrize("of_taken", ["memory", "postgresql"])
@pytest.mark.parametrize("of_restored", ["file", "postgresql"])
def test_a_snapshot_is_of_any_store(tmp_path: Path, of_taken: str, of_restored: str) -> None:
    """What was taken of one is restored in another, with the same bytes for the same state; the history has one change more."""
    taken: list[bytes] = []

    async def take(service: Service) -> None:
        await scenes.fill(service)
        taken.append(await snapshots.take(service))

    async def restore(service: Service) -> None:
        await snapshots.restore(service, taken[0])
        again, before = unpack(await snapshots.take(service)).dump, unpack(taken[0]).dump
        *history, mark = next(table.rows for table in again.tables if table.name == "history")
        assert "RestoreSnapshot" in mark
        assert [
            msgspec.structs.replace(table, rows=history) if table.name == "history" else table for table in again.tables
        ] == list(before.tables)

    with fresh_store(on_postgresql=of_taken == "postgresql") as location:
        with_service(take, store=location)
    with fresh_store(on_postgresql=of_restored == "postgresql") as location:
        with_service(restore, store=str(tmp_path / "numbers.db") if of_restored == "file" else location)


def test_a_restore_is_remembered(store: str) -> None:
    """As one change of the whole store, at the time that the restored clock shows."""

    async def scenario(service: Service) -> None:
        content = await snapshots.take(service)
        await snapshots.restore(service, content)
        assert await marks(service) == [("*", "RestoreSnapshot", "controls")]
        await snapshots.restore(service, content)
        assert await marks(service) == [("*", "RestoreSnapshot", "controls")]

    with_service(scenario, store=store)


async def put(record: Any, tx: Tx) -> None:
    """Put a record."""
    await tx.put(record)


async def all_of(kind: type[Any], tx: Tx) -> list[Any]:
    """Return all records of a kind."""
    return await tx.page(kind, {}, None, 100)


def test_keys_and_what_tests_have_set_stay() -> None:
    """They are not of the inventory: a snapshot neither has them nor takes them away."""

    async def scenario(service: Service) -> None:
        content = await snapshots.take(service)
        beside: list[Any] = [KEY, CallCount(count=7), ServiceKey(name="tests", value=b"key")]
        for record in beside:
            await service.store.write(partial(put, record))
        await snapshots.keep(service, "one")
        made = await service.store.read(partial(all_of, ServiceKey))
        assert made

        await snapshots.restore(service, content)

        assert await service.store.read(partial(all_of, ServiceKey)) == made
        for record in beside:
            assert await service.store.read(partial(all_of, type(record))) == [record]
        assert [kept.name for kept in await snapshots.kept(service)] == ["one"]

    with_service(scenario)


def holder(at: int, amount: int) -> Ownership | Tag:
    """Return a record that holds an amount: every other one is of the last table that a snapshot reads, the rest of the first."""
    if at % 2:
        return Ownership(e164=f"+{at}", owner=None, claim_id=str(amount))
    return Tag(account=ACCOUNT, resource_arn="arn", tag_key=str(at), tag_value=str(amount))


def amount_of(record: Ownership | Tag | None) -> int:
    """Return what a record holds."""
    assert record is not None
    return int(record.claim_id if isinstance(record, Ownership) else record.tag_value)


async def move(tx: Tx, source: int, target: int) -> None:
    """Move one from a holder to another."""
    for at, difference in ((source, -1), (target, +1)):
        known = holder(at, 0)
        found = await tx.get(type(known), tuple(getattr(known, column) for column in known.key))
        await asyncio.sleep(0)
        await tx.put(holder(at, amount_of(found) + difference))


async def hold(tx: Tx) -> None:
    """Give each holder 100."""
    for at in range(8):
        await tx.put(holder(at, 100))


def test_a_snapshot_is_of_one_moment(store: str) -> None:
    """While writers move a sum between records of different tables, every snapshot has the whole sum."""

    async def scenario(service: Service) -> None:
        await service.store.write(hold)
        pairs = itertools.cycle(itertools.permutations(range(8), 2))
        seen = set()

        async def writer() -> None:
            for source, target in itertools.islice(pairs, 30):
                await service.store.write(partial(move, source=source, target=target))

        for _ in range(20):
            content, *_ = await asyncio.gather(snapshots.take(service), writer(), writer())
            tables = {table.name: table for table in unpack(content).dump.tables}
            found = [
                *tables["number_registry"].cells("claim_id", "e164"),
                *tables["tags"].cells("tag_value", "tag_key"),
            ]
            amounts = tuple(int(amount) for amount, _ in found)
            assert sum(amounts) == 800
            seen.add(amounts)
        assert len(seen) > 5

    with_service(scenario, store=store)


def test_a_restore_comes_between_writes(store: str) -> None:
    """Writes that are under way at the same time happen before it, and are gone, or after it, and stay whole."""

    async def pair(tx: Tx, name: str) -> None:
        for letter in "ab":
            await tx.put(Ownership(e164=f"{name}-{letter}", owner=ACCOUNT, claim_id=name))

    async def scenario(service: Service) -> None:
        content = await snapshots.take(service)
        for turn in range(10):
            writes = [service.store.write(lambda tx, name=f"{turn}-{at}": pair(tx, name)) for at in range(10)]  # type: ignore[misc]
            writes.insert(5, snapshots.restore(service, content))
            await asyncio.gather(*writes)
            rows = (await state(service))["number_registry"]
            assert len(rows) % 2 == 0
            assert len(rows) <= 20

    with_service(scenario, store=store)


def packed(service_content: bytes, **tables: list[list[Cell]] | None) -> bytes:
    """Return a snapshot with the rows of some tables replaced; None leaves the table away."""
    taken = unpack(service_content)
    changed = [
        Table(table.name, table.columns, tables.get(table.name, table.rows) or [])
        for table in taken.dump.tables
        if tables.get(table.name, table.rows) is not None
    ]
    return pack(Snapshot(taken.taken_at, Dump(taken.dump.schema, tuple(changed))))


def spoilt(content: bytes, table: str, column: str, cell: Cell) -> bytes:
    """Return a snapshot with another cell in the rows of a table."""
    [found] = [one for one in unpack(content).dump.tables if one.name == table]
    rows = [
        [cell if name == column else old for name, old in zip(found.columns, row, strict=True)] for row in found.rows
    ]
    return packed(content, **{table: rows})


@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [
        ("phone_numbers", "status", "Lost"),
        ("phone_numbers", "created_at", "yesterday"),
        ("phone_numbers", "created_at", "2026-03-01T12:00:00"),
        ("phone_numbers", "created_at", None),
        ("phone_numbers", "name", 7),
        ("phone_numbers", "capabilities", "{"),
        ("phone_numbers", "capabilities", '{"inbound_call":"yes"}'),
        ("phone_numbers", "capabilities", 7),
        ("voice_connectors", "require_encryption", 2),
        ("voice_connectors", "require_encryption", "false"),
        ("voice_connectors", "require_encryption", 0.5),
        ("clocks", "ahead_milliseconds", 1.5),
        ("clocks", "ahead_milliseconds", "1"),
    ],
)
def test_a_cell_that_no_record_has_is_refused(table: str, column: str, cell: Cell) -> None:
    """Whatever the column is of, and nothing is changed."""

    async def scenario(service: Service) -> None:
        await scenes.fill(service)
        content = await snapshots.take(service)
        before = await state(service)
        bad = spoilt(content, table, column, cell)
        await refused(
            snapshots.restore(service, bad), "BadRequest", "^The snapshot is malformed: it has a row that is not"
        )
        await refused(snapshots.upload(service, "bad", bad), "BadRequest", "^The snapshot is malformed")
        assert await state(service) == before
        assert await snapshots.kept(service) == []
        assert await marks(service) == []

    with_service(scenario)


def test_rows_of_another_store_become_this_ones() -> None:
    """A time of another offset or precision, JSON with other spaces and booleans of another type are the same record."""

    async def scenario(service: Service) -> None:
        await scenes.fill(service)
        before = await state(service)
        content = await snapshots.take(service)
        content = spoilt(content, "phone_numbers", "created_at", "2026-03-01T12:00:00.123000Z")
        content = spoilt(
            content,
            "sip_rules",
            "targets",
            '[{"priority": 1, "aws_region": "us-east-1", "sip_media_application_id": "an application"}]',
        )
        await snapshots.restore(service, content)
        assert await state(service) == before

    with_service(scenario)


def test_a_snapshot_must_be_of_its_schema() -> None:
    """Neither a table nor a column more or less, nor a key twice."""

    async def scenario(service: Service) -> None:
        await scenes.fill(service)
        content = await snapshots.take(service)
        before = await state(service)
        taken = unpack(content)
        first, *others = taken.dump.tables
        rows = [list(row) for row in first.rows]
        stranger = Table("strangers", ("a", "b"), [])
        narrower = Table(first.name, first.columns[1:], [row[1:] for row in rows])
        renamed = Table(first.name, ("nobody", *first.columns[1:]), rows)
        doubled = Table(first.name, first.columns, rows + rows)
        for tables in (
            [*others],
            [first, *others, stranger],
            [first, first, *others],
            [narrower, *others],
            [renamed, *others],
            [doubled, *others],
        ):
            bad = pack(Snapshot(taken.taken_at, Dump(taken.dump.schema, tuple(tables))))
            await refused(snapshots.restore(service, bad), "BadRequest", "^The snapshot is malformed: ")
        turned = Table(first.name, first.columns[::-1], [row[::-1] for row in rows])
        await snapshots.restore(service, pack(Snapshot(taken.taken_at, Dump(taken.dump.schema, (*others, turned)))))
        assert await state(service) == before

    with_service(scenario)


@pytest.mark.parametrize(
    ("owner", "status", "fits"),
    [
        (ACCOUNT, "Unassigned", True),
        (OTHER, "Unassigned", False),
        (None, "Assigned", False),
        (OTHER, "AcquireFailed", True),
        (None, "ReleaseInProgress", True),
    ],
)
def test_a_number_must_have_its_owner(owner: str | None, status: str, fits: bool) -> None:
    """One that can be used is its account's in the registry; one that waits for its end may be free again, or somebody else's."""

    async def scenario(service: Service) -> None:
        await own(service, number("+12065550100"))
        content = await snapshots.take(service)
        content = spoilt(content, "phone_numbers", "status", status)
        content = spoilt(content, "number_registry", "owner", owner)
        if fits:
            await snapshots.restore(service, content)
        else:
            await refused(
                snapshots.restore(service, content),
                "BadRequest",
                "a phone number must have its owner in the registry.$",
            )
        without = packed(content, number_registry=[])
        await refused(snapshots.restore(service, without), "BadRequest", "must have its owner")

    with_service(scenario)


def test_a_newer_snapshot_is_refused() -> None:
    """The sentence names both schemas and says what to do."""

    async def scenario(service: Service) -> None:
        taken = unpack(await snapshots.take(service))
        newer = pack(Snapshot(taken.taken_at, Dump(900, taken.dump.tables)))
        await refused(
            snapshots.restore(service, newer),
            "BadRequest",
            f"^The snapshot has schema 900, and .* knows schemas up to {taken.dump.schema}: use a newer dialbook.$",
        )

    with_service(scenario)


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    """When it is taken, before the store is read, and when it is restored."""

    async def scenario(service: Service) -> None:
        await scenes.fill(service)
        content = await snapshots.take(service)
        before = await state(service)
        for limits in (Limits(bytes=100), Limits(content_bytes=100), Limits(cells=100)):
            monkeypatch.setattr(snapshots, "LIMITS", limits)
            await refused(snapshots.take(service), "ResourceLimitExceeded", "^The store is too large for a snapshot")
            snapshots.forget_opened()
            await refused(snapshots.restore(service, content), "ResourceLimitExceeded", "^The snapshot is too large: ")
        assert await state(service) == before
        monkeypatch.setattr(
            snapshots, "LIMITS", Limits(bytes=64 * 1024)
        )  # more than the records, less than the database has
        await snapshots.restore(service, await snapshots.take(service))

    with_service(scenario, store=store)
