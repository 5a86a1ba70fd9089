"""Writing down what time has done, so that lists and filters find it: each record that was due, in the order in which it fell due."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from dialbook.operations.ledger import SETTLE, Author, Ledger
from dialbook.ports.store import Records, Tx

BATCH = 500
"""How many records one transaction settles at most, so that requests come in between."""


async def settle_due(store: Records, now: datetime, request_id: str, account: str | None = None) -> int:
    """Settle what is due in one account, or in all; return how many records it was. Only what is due is written at all."""
    author, settled = Author("dialbook", "Settle", request_id), 0
    while await store.read(partial(_anything_due, now, author, account)):
        count = await store.write(partial(_settle_some, now, author, account))
        if not count:
            break
        settled += count
    return settled


async def _anything_due(now: datetime, author: Author, account: str | None, tx: Tx) -> bool:
    ledger = Ledger(tx, now, author)
    for kind in SETTLE:
        if await ledger.due(kind, account, 1):
            return True
    return False


async def _settle_some(now: datetime, author: Author, account: str | None, tx: Tx) -> int:
    ledger = Ledger(tx, now, author)
    due: list[Any] = []
    for kind in SETTLE:
        due += await ledger.due(kind, account, BATCH)
    due.sort(key=lambda record: record.settles_at)
    for record in due[:BATCH]:
        await ledger.settle(record)
    return len(due[:BATCH])
