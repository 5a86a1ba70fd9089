"""A transaction as an operation sees it: everything read has settled, everything written is remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from dialbook.domain import phone_numbers, registry
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.registry import Ownership
from dialbook.ports.store import Key, Tx

R = TypeVar("R", bound=Any)

SETTLE: dict[type, Callable[[Any, datetime], Any]] = {PhoneNumber: phone_numbers.settle}
"""What time does to the records that it does something to."""


class Author(msgspec.Struct, frozen=True):
    """Who makes the changes of a transaction, and with what."""

    principal: str
    action: str
    """The operation or command."""
    request_id: str


class Ledger:
    """The records of a store at one moment, as the domain means them."""

    def __init__(self, tx: Tx, now: datetime, author: Author) -> None:
        self._tx = tx
        self._now = now
        self._author = author
        self._stored: dict[tuple[type, Key], Any] = {}
        self._changes = 0

    async def look(self, kind: type[R], key: Key) -> R | None:
        """Return the record with this key as it is by now, or None."""
        record = await self._read(kind, key)
        settle = SETTLE.get(kind)
        return record if record is None or settle is None else settle(record, self._now)

    async def get(self, kind: type[R], key: Key) -> R:
        """Return the record with this key as it is by now. Raises Refusal NotFound."""
        record = await self.look(kind, key)
        if record is None:
            raise Refusal("NotFound", f"The {kind.noun} does not exist.")
        return record

    async def put(self, record: Any) -> None:
        """Write the record and, in the same transaction, who changed what. A record that is already so is not written."""
        key = tuple(getattr(record, column) for column in record.key)
        before = await self._read(type(record), key)
        if before == record:
            return
        await self._tx.put(record)
        await self._tx.put(self._change(record, before))
        self._stored[type(record), key] = record

    async def claim(self, e164: str, account: str, claim_id: str) -> None:
        """Take a free number for an account. Raises Refusal Conflict where somebody owns it.

        The registry has no history of its own: the record that the number becomes has one.
        """
        owned = await self._read(Ownership, (e164,))
        claimed = registry.claim(owned, e164, account, claim_id)
        await self._tx.put(claimed)
        self._stored[Ownership, (e164,)] = claimed

    async def untouched(self) -> bool:
        """Tell whether the store never held a number, of any account."""
        return not await self._tx.page(Ownership, {}, None, 1)

    async def _read(self, kind: type[R], key: Key) -> R | None:
        if (kind, key) not in self._stored:
            self._stored[kind, key] = await self._tx.get(kind, key)
        record: R | None = self._stored[kind, key]
        return record

    def _change(self, record: Any, before: Any) -> Change:
        self._changes += 1
        return Change(
            account=record.account,
            subject="/".join(
                (record.table, *(getattr(record, column) for column in record.key if column != "account"))
            ),
            changed_at=self._now,
            change_id=f"{self._author.request_id}/{self._changes}",
            action=self._author.action,
            principal=self._author.principal,
            before=None if before is None else msgspec.json.encode(before).decode(),
            after=msgspec.json.encode(record).decode(),
        )
