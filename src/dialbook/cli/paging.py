"""Everything that a command goes through, a page at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from functools import partial

from dialbook.domain.life import settle
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import R, Store, Tx

PAGE = 1000


async def numbers_of(store: Store, account: str, now: datetime) -> AsyncIterator[PhoneNumber]:
    """Yield the account's numbers in their order, as they are by now."""
    async for number in records_of(store, PhoneNumber, {"account": account}):
        settled = settle(number, now)
        if settled is not None:
            yield settled


async def records_of(store: Store, kind: type[R], where: Mapping[str, str]) -> AsyncIterator[R]:
    """Yield the records with these values in the order of their key; only one page is held at a time."""
    import asyncio  # noqa: PLC0415 - costly to import

    after: tuple[str, ...] | None = None
    while True:
        await asyncio.sleep(0)  # where Ctrl-C ends it: reads from a file suspend nowhere else
        page = await store.read(partial(page_of, kind, where, after))
        for record in page:
            yield record
        if len(page) < PAGE:
            return
        after = tuple(getattr(page[-1], column) for column in kind.key)


async def page_of(kind: type[R], where: Mapping[str, str], after: tuple[str, ...] | None, tx: Tx) -> list[R]:
    """Return the records that follow a key."""
    return await tx.page(kind, where, after, PAGE)
