"""Writing down what time has done, so that lists and filters find it: each record that was due, in the order in which it fell due.

A transaction settles records of one account, so that on a sharded database it is one shard's. What somebody else is just settling is waited
for, or left to them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from dialbook.operations.ledger import SETTLE, Author, Ledger
from dialbook.ports.store import Records, Tx

BATCH = 500
"""How many records one transaction settles at most, so that requests come in between."""
ACCOUNTS_AT_ONCE = 4


Within = Callable[[Tx, datetime], Awaitable[datetime]]
"""Says when a transaction happens that was asked for at a moment."""


async def as_asked(tx: Tx, now: datetime) -> datetime:  # noqa: ARG001 - the shape of `Within`
    """Return the moment at which it was asked for."""
    return now


async def settle_due(
    store: Records,
    now: datetime,
    request_id: str,
    account: str | None = None,
    *,
    unheld: bool = False,
    within: Within = as_asked,
) -> int:
    """Settle what is due in one account, or in all; return how many records it was. Only what is due is written at all.

    With ``unheld``, what somebody else is just settling is left to them, and accounts do not wait for each other.
    """
    author, settled = Author("dialbook", "Settle", request_id), 0
    while due := await store.read(partial(_due, now, author, account)):
        # A record may fall due twice within one moment: what is told of the second time does not take the place of the first.
        settle = partial(_settle_some, now, within, author, settled, unheld=unheld)
        works = [partial(settle, *turn) for turn in _turns(due, unheld)]
        count = await _settle_accounts(store, works, ACCOUNTS_AT_ONCE if unheld else 1)
        if not count:
            break
        settled += count
    return settled


def _turns(due: Sequence[Any], unheld: bool) -> list[tuple[str, int]]:
    """Return in which accounts how much is settled, one after the other: as it fell due, or with ``unheld`` all of each account."""
    if unheld:
        return [(account, BATCH) for account in dict.fromkeys(record.account for record in due)]
    return [(account, len([*some])) for account, some in groupby(due, key=lambda record: record.account)]


async def _settle_accounts(store: Records, works: Sequence[Callable[[Tx], Awaitable[int]]], at_once: int) -> int:
    """Do works, a few at a time. One that fails keeps none of the others from theirs."""
    outcomes: list[int | BaseException] = []
    for start in range(0, len(works), at_once):
        some = works[start : start + at_once]
        outcomes += await asyncio.gather(*map(store.write, some), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return sum(outcome for outcome in outcomes if isinstance(outcome, int))


async def _settle_some(
    now: datetime, within: Within, author: Author, settled: int, account: str, limit: int, tx: Tx, *, unheld: bool
) -> int:
    ledger = Ledger(tx, await within(tx, now), author, settled)
    due = await _first(ledger, account, limit, unheld=unheld)
    for record in due:
        await ledger.settle(record)
    return len(due)


async def _due(now: datetime, author: Author, account: str | None, tx: Tx) -> list[Any]:
    """Return what is due, and waits longest."""
    return await _first(Ledger(tx, now, author), account, BATCH)


async def _first(ledger: Ledger, account: str | None, limit: int, *, unheld: bool = False) -> list[Any]:
    """Return the records of all kinds that fell due first, in that order."""
    due: list[Any] = []
    for kind in SETTLE:
        due += await ledger.due(kind, account, limit, unheld=unheld)
    due.sort(key=lambda record: record.settles_at)
    return due[:limit]
