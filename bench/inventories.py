"""Stores with many numbers, written with one SQL statement: an import through the program would take most of the time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.stores.sqlite import open_sqlite

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
CONNECTORS = ["abcdef1ghij2klmno3pqr4", "bbcdef1ghij2klmno3pqr4"]
"""Every fourth number is assigned to the first, every fourth to the second."""

FILL = """
with recursive numbers(i) as (select 0 union all select i + 1 from numbers where i + 1 < $count)
insert into phone_numbers (
    account, e164, country, type, product_type, status, calling_name_status, association_name, association_value, associated_at,
    capabilities, created_at, updated_at
)
select
    $account,
    '+1' || (2060000000 + i),
    'US',
    'Local',
    case when i % 4 = 3 then 'SipMediaApplicationDialIn' else 'VoiceConnector' end,
    case when i % 4 < 2 then 'Assigned' else 'Unassigned' end,
    'Unassigned',
    case when i % 4 < 2 then 'VoiceConnectorId' end,
    case i % 4 when 0 then $first when 1 then $second end,
    case when i % 4 < 2 then $begin end,
    '{}',
    strftime('%Y-%m-%dT%H:%M:%S.000Z', $seconds + i / 10, 'unixepoch'),
    $begin
from numbers
"""


def fill(file: Path, count: int) -> None:
    """Make a store whose account has so many numbers, ten of each second, and put its log back into it."""
    asyncio.run(open_sqlite(file).close())
    connection = apsw.Connection(str(file))
    connection.execute("pragma synchronous = off")
    values = {
        "count": count,
        "account": DEVELOPMENT_ACCOUNT,
        "first": CONNECTORS[0],
        "second": CONNECTORS[1],
        "begin": "2026-01-01T00:00:00.000Z",
        "seconds": int(BEGIN.timestamp()),
    }
    connection.execute(FILL, values)
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()


def place(index: int) -> tuple[datetime, str]:
    """Return when the number of this index was created, and the number."""
    return BEGIN + timedelta(seconds=index // 10), f"+1{2060000000 + index}"
