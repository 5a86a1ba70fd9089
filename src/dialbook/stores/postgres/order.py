"""The order of the history: that in which records were changed, though the number that gives a transaction its place is older than that.

PostgreSQL numbers a transaction at its first lock. Who waits for another lock after that may come behind somebody with a greater number.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from dialbook.domain.history import Change
from dialbook.stores import statements

Run = Callable[[str, Sequence[Any]], Awaitable[Sequence[Any]]]
"""Runs a statement in the transaction."""


class Subjects:
    """What a transaction has changed, and therefore holds: nobody adds to its history until the commit."""

    def __init__(self) -> None:
        self._of: dict[str, set[str]] = {}

    def add(self, change: Change) -> None:
        """Take note of a change."""
        self._of.setdefault(change.account, set()).add(change.subject)

    async def overtook(self, run: Run, ahead: int) -> bool:
        """Tell whether the history already has a change of one of them behind this transaction's place."""
        if not self._of:
            return False
        [[first]] = await run(statements.OWN_POSITION, [ahead])
        last = first + statements.POSITIONS_OF_ONE - 1
        for account, subjects in self._of.items():
            if await run(statements.LATER, [account, last, sorted(subjects)]):
                return True
        return False
