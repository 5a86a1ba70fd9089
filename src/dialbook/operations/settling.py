"""Writing down what time has done, so that lists and filters find it: each record that was due, in the order in which it fell due.

A transaction settles records of one account, so that on a sharded database it is one shard's. What somebody else is just settling is waited
for, or left to them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from dialbook.operations.ledger import SETTLE, Author, Ledger
from dialbook.ports.store import Records, Tx

BATCH = 500
"""How many records one transaction settles at most, so that requests come in between."""
ACCOUNTS_AT_ONCE = 4


async def settle_due(
    store: Records, now: datetime, request_id: str, account: str | None = None, *, unheld: bool = False
) -> int:
    """Settle what is due in one account, or in all; return how many records it was. Only what is due is written at all.

    With ``unheld``, what somebody else is just settling is left to them.
    """
    author, settled = Author("dialbook", "Settle", request_id), 0
    while accounts := await store.read(partial(_accounts_due, now, author, account)):
        count = await _settle_accounts(store, [partial(_settle_some, now, author, each, unheld) for each in accounts])
        if not count:
            break
        settled += count
    return settled


async def _settle_accounts(store: Records, works: Sequence[Callable[[Tx], Awaitable[int]]]) -> int:
    """Do the work of each account, a few at a time. One that fails keeps none of the others from theirs."""
    outcomes: list[int | BaseException] = []
    for start in range(0, len(works), ACCOUNTS_AT_ONCE):
        some = works[start : start + ACCOUNTS_AT_ONCE]
        outcomes += await asyncio.gather(*map(store.write, some), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return sum(outcome for outcome in outcomes if isinstance(outcome, int))


async def _accounts_due(now: datetime, author: Author, account: str | None, tx: Tx) -> list[str]:
    """Return accounts in which something is due, those first that wait longest."""
    ledger = Ledger(tx, now, author)
    due: list[Any] = []
    for kind in SETTLE:
        due += await ledger.due(kind, account, BATCH if account is None else 1)
    due.sort(key=lambda record: record.settles_at)
    return [*dict.fromkeys(record.account for record in due)]


async def _settle_some(now: datetime, author: Author, account: str, unheld: bool, tx: Tx) -> int:
    ledger = Ledger(tx, now, author)
    due: list[Any] = []
    for kind in SETTLE:
        due += await ledger.due(kind, account, BATCH, unheld=unheld)
    due.sort(key=lambda record: record.settles_at)
    for record in due[:BATCH]:
        await ledger.settle(record)
    return len(due[:BATCH])
