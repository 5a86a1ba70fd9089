"""Looking for what no operation leaves behind, and mending it: anti-entropy.

A look at many records sees each at another moment, while others change them. So what looks wrong is looked at again, in a write of its
own, before it is told.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec

from dialbook.domain.invariants import INVARIANTS
from dialbook.domain.invariants.findings import At, Finding, One
from dialbook.domain.registry import Ownership
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Tx

Clock = Callable[[Tx], Awaitable[datetime]]
"""Tells what the store's clock shows."""


class Wrong(msgspec.Struct, frozen=True):
    """A finding, and of what."""

    account: str
    subject: str
    """The table and the rest of the key, as in the history."""
    finding: Finding


async def doubtful(records: Iterable[Any], clock: Clock, tx: Tx) -> list[Any]:
    """Return the records with which something may be wrong."""
    at = At(await clock(tx), "")
    return [record for record in records if await _judge(record, at, tx)]


async def confirm(record: Any, clock: Clock, author: Author, mend: bool, tx: Tx) -> list[Wrong]:
    """Look at a record again, and return what is wrong with it; with ``mend``, mend what has one right answer.

    What it depends on is read before the clock is: whatever of it another process has written was written by then. From then on nobody
    changes it.
    """
    key = tuple(getattr(record, column) for column in record.key)
    current = await tx.get(type(record), key)
    if current is None:
        return []
    await _judge(current, At(await clock(tx), ""), tx)
    now = await clock(tx)
    wrong = [_wrong(current, finding) for finding in await _judge(current, At(now, f"{author.request_id}/verify"), tx)]
    if mend:
        ledger = Ledger(tx, now, author)
        for one in wrong:
            await _mend(one, ledger)
    return wrong


async def _judge(record: Any, at: At, tx: Tx) -> list[Finding]:
    """Let the rule of the record ask for what it needs, and return what it finds."""
    steps, answer = INVARIANTS[type(record)](record, at), None
    while True:
        try:
            asked = steps.send(answer)
        except StopIteration as end:
            found: list[Finding] = end.value
            return found
        if isinstance(asked, One):
            answer = await tx.get(asked.kind, asked.key)
        else:
            answer = await tx.page(asked.kind, asked.where, None, 2)


async def _mend(wrong: Wrong, ledger: Ledger) -> None:
    for record in wrong.finding.puts:
        if isinstance(record, Ownership):
            await ledger.correct(record, wrong.account)
        else:
            await ledger.put(record)
    for record in wrong.finding.removes:
        await ledger.remove(record)


def _wrong(record: Any, finding: Finding) -> Wrong:
    account, names = getattr(record, "account", None), record.key
    if account is None:
        account = record.owner
    else:
        names = names[1:]
    return Wrong(account, "/".join((record.table, *(getattr(record, name) for name in names))), finding)
