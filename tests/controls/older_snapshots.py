"""Make a snapshot as an earlier version would have: ``python tests/controls/older_snapshots.py 3`` for schema 3.

It goes to ``older/``, where it stays as it is: today's migrations are what is tested with it.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import apsw

from dialbook.controls.archive import Snapshot, pack
from dialbook.domain.contents import KEPT
from dialbook.ports.dumps import Dump, Table
from dialbook.stores import schema

FOLDER = Path(__file__).with_name("older")
TIME = "2026-03-01T12:00:00.123Z"
CAPABILITIES = '{"inbound_call":true,"inbound_mms":true,"inbound_sms":true,"outbound_call":true,"outbound_mms":true,"outbound_sms":true}'
NUMBER = {
    "account": "123456789012",
    "country": "US",
    "type": "Local",
    "product_type": "SipMediaApplicationDialIn",
    "calling_name_status": "Unassigned",
    "capabilities": CAPABILITIES,
    "created_at": TIME,
    "updated_at": TIME,
}
ASSOCIATION = {"association_name": "SipRuleId", "association_value": "a rule", "associated_at": TIME}
ROWS: dict[str, list[dict[str, str | int | None]]] = {
    "number_registry": [
        {"e164": "+12065550100", "owner": "123456789012", "claim_id": "one"},
        {"e164": "+12065550101", "owner": "123456789012", "claim_id": "two"},
        {"e164": "+12065550102", "owner": None, "claim_id": "three"},
    ],
    "history": [
        {
            "account": "123456789012",
            "subject": f"phone_numbers/+1206555010{at}",
            "changed_at": TIME,
            "change_id": f"a/{at}",
            "action": "Import",
            "principal": "cli",
            "before": None,
            "after": "{}",
        }
        for at in (1, 0)
    ],
    "tags": [{"account": "123456789012", "resource_arn": "arn", "tag_key": "team", "tag_value": "desk"}],
    "clocks": [{"name": "lifecycles", "ahead_milliseconds": 86_400_000, "frozen_at": TIME}],
}


def numbers(version: int) -> list[dict[str, str | int | None]]:
    """Return two numbers, one of them assigned as this version has it written down."""
    if version < 4:
        written = f'[{{"name":"SipRuleId","value":"a rule","associated_at":"{TIME}"}}]'
        assigned, free = {"associations": written}, {"associations": "[]"}
    else:
        assigned, free = ASSOCIATION, {}
    return [
        {**NUMBER, "e164": "+12065550100", "status": "Assigned", "name": "Front desk", **assigned},
        {**NUMBER, "e164": "+12065550101", "status": "Unassigned", **free},
    ]


def tables_of(connection: apsw.Connection) -> list[str]:
    """Return the tables of a database."""
    names = [
        str(row[0]) for row in connection.execute("select name from sqlite_schema where type = 'table' order by name")
    ]
    return [name for name in names if not name.startswith("sqlite_")]


def left_out() -> set[str]:
    """Return today's tables that no snapshot has."""
    connection = apsw.Connection(":memory:")
    schema.upgrade(connection)
    return {*tables_of(connection)} - {kind.table for kind in KEPT}


def snapshot(version: int) -> Snapshot:
    """Return a snapshot of this version of the schema."""
    connection = apsw.Connection(":memory:")
    schema.upgrade(connection, version)
    given = ROWS | {"phone_numbers": numbers(version)}
    tables = []
    for name in sorted({*tables_of(connection)} - left_out()):
        columns = tuple(str(row[1]) for row in connection.execute(f"pragma table_info({name})") if row[1] != "position")
        rows = [[row.get(column) for column in columns] for row in given.get(name, [])]
        tables.append(Table(name, columns, rows))
    return Snapshot(datetime(2026, 3, 1, 12, tzinfo=UTC), Dump(version, tuple(tables)))


def main() -> None:
    """Write the files of the versions that the command line names."""
    for version in map(int, sys.argv[1:]):
        (FOLDER / f"schema-{version}.snapshot").write_bytes(pack(snapshot(version)))


if __name__ == "__main__":
    main()
