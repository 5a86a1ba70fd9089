"""Stores with many numbers, written with one SQL statement: an import through the program would take most of the time."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

import postgres
from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.stores.sqlite import open_sqlite

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
CONNECTORS = ["abcdef1ghij2klmno3pqr4", "bbcdef1ghij2klmno3pqr4"]
"""Every fourth number is assigned to the first, every fourth to the second."""
SAFE = {"fsync": "on", "full_page_writes": "on", "autovacuum": "on", "shared_buffers": "128MB"}
"""What the tests' server does without, and nobody else should."""

SQLITE = {
    "begin": "'2026-01-01T00:00:00.000Z'",
    "created": f"strftime('%Y-%m-%dT%H:%M:%S.000Z', {BEGIN.timestamp():.0f} + i / 10, 'unixepoch')",
}
POSTGRESQL = {
    "begin": "timestamptz '2026-01-01T00:00:00.000Z'",
    "created": f"to_timestamp({BEGIN.timestamp():.0f} + i / 10)",
}
FILL = """
with recursive numbers(i) as (select 0 union all select i + 1 from numbers where i + 1 < {count})
insert into phone_numbers (
    account, e164, country, type, product_type, status, calling_name_status, association_name, association_value, associated_at,
    capabilities, created_at, updated_at
)
select
    '{account}',
    '+1' || (2060000000 + i),
    'US',
    'Local',
    case when i % 4 = 3 then 'SipMediaApplicationDialIn' else 'VoiceConnector' end,
    case when i % 4 < 2 then 'Assigned' else 'Unassigned' end,
    'Unassigned',
    case when i % 4 < 2 then 'VoiceConnectorId' end,
    case i % 4 when 0 then '{connectors[0]}' when 1 then '{connectors[1]}' end,
    case when i % 4 < 2 then {begin} end,
    '{{}}',
    {created},
    {begin}
from numbers
"""


def fill(file: Path, count: int) -> None:
    """Make a store whose account has so many numbers, ten of each second, and put its log back into it."""
    asyncio.run(open_sqlite(file).close())
    connection = apsw.Connection(str(file))
    connection.execute("pragma synchronous = off")
    connection.execute(filling(count, SQLITE))
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()


def fill_database(cluster: postgres.Cluster, count: int) -> str:
    """Make a database with the same numbers, of which the planner knows what it finds out by itself; return its URL."""
    name = f"numbers_{count}"
    cluster.run(f"create database {name}")
    url = cluster.url(name)
    subprocess.run(
        [sys.executable, "-m", "dialbook", "store", "upgrade", "--store", url], check=True, capture_output=True
    )
    cluster.run(f"{filling(count, POSTGRESQL)};", name)
    cluster.run("checkpoint")
    return url


def filling(count: int, dialect: dict[str, str]) -> str:
    """Return the statement that makes the numbers."""
    return FILL.format(count=count, account=DEVELOPMENT_ACCOUNT, connectors=CONNECTORS, **dialect)


def place(index: int) -> tuple[datetime, str]:
    """Return when the number of this index was created, and the number."""
    return BEGIN + timedelta(seconds=index // 10), f"+1{2060000000 + index}"
