"""A transaction as an operation sees it: everything read has settled, everything written is remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from dialbook.domain import life, orders, registry, settings
from dialbook.domain.history import Change
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.registry import Ownership
from dialbook.domain.settings import AccountSettings
from dialbook.ports.store import AnyOf, AtMost, Key, Tx, Value

R = TypeVar("R", bound=Any)

SETTLE: dict[type, Callable[[Any, datetime], Any]] = {
    PhoneNumber: life.settle,
    PhoneNumberOrder: orders.settle,
    AccountSettings: settings.settle,
}
"""What time does to the records that it does something to; None where it ends them."""
_to_json = msgspec.json.Encoder().encode


class Author(msgspec.Struct, frozen=True):
    """Who makes the changes of a transaction, and with what: `Change` says what each member means."""

    principal: str
    action: str
    """The operation or command."""
    request_id: str
    region: str | None = None
    access_key_id: str | None = None
    source_address: str | None = None
    user_agent: str | None = None
    parameters: str | None = None


class Ledger:
    """The records of a store at one moment, as the domain means them."""

    def __init__(self, tx: Tx, now: datetime, author: Author, changes: int = 0) -> None:
        """Begin with nothing read; ``changes`` is how many the author has made in transactions before this one."""
        self._tx = tx
        self._now = now
        self._author = author
        self._stored: dict[tuple[type, Key], Any] = {}
        self._changes = changes

    async def expect(self, kind: type[Any], key: Key) -> None:
        """Say that a read is going to ask for this record, so that it comes together with others."""
        await self._tx.expect(kind, [key])

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
        kind, key = type(record), _key_of(record)
        before = await self._read(kind, key)
        if before == record:
            return
        await self._tx.put(record, before)
        self._stored[kind, key] = record
        await self._remember(record.account, _subject_of(kind, key), before, record)

    async def remove(self, record: Any) -> None:
        """Delete the record, if it is there, and remember how it was. A number is free to be claimed from then on."""
        kind, key = type(record), _key_of(record)
        before = await self._read(kind, key)
        if before is None:
            return
        await self._tx.delete(before)
        self._stored[kind, key] = None
        await self._remember(record.account, _subject_of(kind, key), before, None)
        if isinstance(record, PhoneNumber):
            owned = await self._read(Ownership, (record.e164,))
            if owned is not None and owned.owner == record.account:
                await self._own(msgspec.structs.replace(owned, owner=None, free_at=None))

    async def page(
        self,
        kind: type[R],
        where: Mapping[str, Value | AnyOf],
        after: Sequence[Value] | None,
        limit: int,
        order: tuple[str, ...] = (),
    ) -> list[R]:
        """Return the stored records that follow ``after``: whoever asks sees to it that what is due has settled."""
        return await self._tx.page(kind, where, after, limit, order)

    async def due(self, kind: type[R], account: str | None, limit: int, *, unheld: bool = False) -> list[R]:
        """Return the stored records of an account, or of all, that time has changed by now, in the order in which it did."""
        whose: dict[str, Value | AtMost] = {} if account is None else {"account": account}
        return await self._tx.find(kind, {**whose, "settles_at": AtMost(self._now)}, limit, unheld=unheld)

    async def settle(self, record: Any) -> None:
        """Write down what a record has become by now."""
        settled = SETTLE[type(record)](record, self._now)
        await (self.remove(record) if settled is None else self.put(settled))

    async def is_free(self, e164: str) -> bool:
        """Tell whether nobody owns the number."""
        return registry.is_free(await self._read(Ownership, (e164,)), self._now)

    async def claim(self, e164: str, account: str, claim_id: str) -> None:
        """Take a free number for an account. Raises Refusal Conflict where somebody owns it.

        The registry has no history of its own: the record that the number becomes has one.
        """
        owned = await self._read(Ownership, (e164,))
        await self._own(registry.claim(owned, e164, account, claim_id, self._now))

    async def free_from(self, number: PhoneNumber, free_at: datetime | None) -> None:
        """Let everybody claim the number from a moment on; with None, keep it for its owner after all. To be asked before it is put.

        Raises Refusal NotFound where another account has claimed it: by a clock that is ahead, or while this transaction waited.
        """
        owned = await self._read(Ownership, (number.e164,))
        if owned is None:
            return
        if owned.owner != number.account:
            raise Refusal("NotFound", f"The {number.noun} does not exist.")
        await self._own(msgspec.structs.replace(owned, free_at=free_at))

    async def correct(self, ownership: Ownership, account: str) -> None:
        """Write what the registry should have said, and remember it in the history of the account that is concerned."""
        before = await self._read(Ownership, (ownership.e164,))
        await self._own(ownership)
        await self._remember(account, f"{Ownership.table}/{ownership.e164}", before, ownership)

    async def _read(self, kind: type[R], key: Key) -> R | None:
        place = (kind, key)
        if place in self._stored:
            found: R | None = self._stored[place]
            return found
        record = self._stored[place] = await self._tx.get(kind, key)
        return record

    async def _own(self, ownership: Ownership) -> None:
        await self._tx.put(ownership, self._stored[Ownership, (ownership.e164,)])
        self._stored[Ownership, (ownership.e164,)] = ownership

    async def _remember(self, account: str, subject: str, before: Any, after: Any) -> None:
        self._changes += 1
        author = self._author
        change = Change(
            account=account,
            subject=subject,
            changed_at=self._now,
            change_id=f"{author.request_id}/{self._changes}",
            action=author.action,
            principal=author.principal,
            before=_text_of(before),
            after=_text_of(after),
            region=author.region,
            access_key_id=author.access_key_id,
            source_address=author.source_address,
            user_agent=author.user_agent,
            parameters=author.parameters,
        )
        await self._tx.put(change)


def _text_of(record: Any) -> str | None:
    return None if record is None else _to_json(record).decode()


def _key_of(record: Any) -> Key:
    return tuple([getattr(record, column) for column in record.key])


def _subject_of(kind: type[Any], key: Key) -> str:
    return "/".join([kind.table, *map(str, key[1:])])
