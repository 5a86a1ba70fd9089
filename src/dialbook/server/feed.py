"""Events as they happen: the history's feed, looked at again and again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from dialbook.domain.events import Event, event_of
from dialbook.domain.history import Change
from dialbook.domain.subjects import WHOLE_STORE
from dialbook.ports.store import Store

SECONDS_BETWEEN_LOOKS = 0.1
"""Our choice: soon enough for people and tests, and a look costs some microseconds."""
PAGE = 100


async def follow(
    store: Store, after: int | None = None, *, account: str | None = None, subject: str | None = None
) -> AsyncGenerator[tuple[int, Event], None]:
    """Yield events with their positions for ever: those behind a position, or for None those to come.

    An account hears of what concerns all of them too. A subject is what `Change` calls so, such as ``phone_numbers/+12065550100``. Whoever
    stops at a position can go on from there later. Raises StoreUnavailable.
    """
    position = await store.feed_end() if after is None else after
    while True:
        page = await store.feed(position, PAGE)
        for position, change in page:
            if concerns(change, account, subject):
                yield position, event_of(change)
        if len(page) < PAGE:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


async def events_after(store: Store, after: int, account: str | None = None) -> list[tuple[int, Event]]:
    """Return all events behind a position that there are by now. Raises StoreUnavailable."""
    found: list[tuple[int, Event]] = []
    end = await store.feed_end()
    while after < end and (page := await store.feed(after, PAGE)):
        found += [(position, event_of(change)) for position, change in page if concerns(change, account, None)]
        after = page[-1][0]
    return found


def concerns(change: Change, account: str | None, subject: str | None) -> bool:
    """Tell whether a change is one that a follower asked for; one to the whole store is everybody's."""
    if change.account == WHOLE_STORE:
        return True
    return account in {None, change.account} and subject in {None, change.subject}
