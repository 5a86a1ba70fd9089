"""Snapshots that earlier versions took: files that ``older_snapshots.py`` made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from controls.older_snapshots import FOLDER, snapshot
from controls.scenes import ACCOUNT, refused, state, with_service
from dialbook.controls import clock, snapshots
from dialbook.controls.archive import Snapshot, pack, unpack
from dialbook.domain.phone_numbers import Capabilities, PhoneNumber
from dialbook.domain.tags import Tag
from dialbook.ports.dumps import Cell, Dump, Table
from dialbook.server.handle import Service
from dialbook.stores import schema

FILES = sorted(FOLDER.glob("*.snapshot"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_older_snapshot_is_restored(file: Path) -> None:
    """Its records are as the migrations would have made them in its store."""
    content = file.read_bytes()
    version = unpack(content).dump.schema

    async def scenario(service: Service) -> None:
        await snapshots.restore(service, content)

        assigned, free = await service.store.read(lambda tx: tx.page(PhoneNumber, {"account": ACCOUNT}, None, 10))
        assert (assigned.e164, assigned.status, assigned.name) == ("+12065550100", "Assigned", "Front desk")
        assert (assigned.association_name, assigned.association_value) == ("SipRuleId", "a rule")
        assert (free.status, free.association_name, free.capabilities) == ("Unassigned", None, Capabilities())
        rows = await state(service)
        assert [row[:2] for row in rows["number_registry"]] == [
            ("+12065550100", ACCOUNT),
            ("+12065550101", ACCOUNT),
            ("+12065550102", None),
        ]
        assert len(rows["history"]) == (2 if version > 1 else 0)
        if version >= 7:
            assert await service.store.read(lambda tx: tx.get(Tag, (ACCOUNT, "arn", "team"))) is not None
            assert (await clock.read(service)).frozen
        taken = unpack(await snapshots.take(service)).dump
        assert taken.schema == schema.newest()

    with_service(scenario)


@pytest.mark.parametrize("version", range(1, schema.newest() + 1))
def test_a_snapshot_of_every_schema_is_restored(version: int) -> None:
    """Also of those in between, and it may be kept as it is."""

    async def scenario(service: Service) -> None:
        kept = await snapshots.upload(service, "old", pack(snapshot(version)))
        assert kept.schema == version
        await snapshots.restore_kept(service, "old")
        assert len((await state(service))["phone_numbers"]) == 2

    with_service(scenario)


def rows_of(table: Table, column: str, cell: Cell) -> Table:
    """Return a table with another cell in each row."""
    rows = [
        [cell if name == column else old for name, old in zip(table.columns, row, strict=True)] for row in table.rows
    ]
    return Table(table.name, table.columns, rows)


SPOILT: list[Callable[[Table], Table]] = [
    lambda table: Table("strangers", table.columns, table.rows),
    lambda table: Table(table.name, ("nobody", *table.columns[1:]), table.rows),
    lambda table: Table(table.name, table.columns[1:], [row[1:] for row in table.rows]),
    lambda table: Table(table.name, table.columns, [*table.rows, *table.rows]),
    lambda _: Table("schema_version", ("version", "name"), [[900, "from the future"]]),
    lambda _: Table("sqlite_schema", ("type", "name"), [["table", "mine"]]),
    lambda table: Table('tags" --', table.columns, table.rows),
    lambda table: rows_of(table, "associations", "{"),
    lambda table: rows_of(table, "status", None),
    lambda table: rows_of(table, "status", "Lost"),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_malformed_older_snapshot_is_refused(spoil: Callable[[Table], Table]) -> None:
    """What does not fit its schema, or what the migrations make of it does not fit today's; nothing is changed."""

    async def scenario(service: Service) -> None:
        before = await state(service)
        taken = snapshot(3)
        tables = tuple(spoil(table) if table.name == "phone_numbers" else table for table in taken.dump.tables)
        bad = pack(Snapshot(taken.taken_at, Dump(3, tables)))
        await refused(snapshots.restore(service, bad), "BadRequest", "^The snapshot is malformed: ")
        assert await state(service) == before

    with_service(scenario, sample=True)
