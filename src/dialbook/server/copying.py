"""A whole inventory from one store into another, page by page.

Each page is committed together with a bookmark, in the store that is copied into. So a copy that was interrupted goes on where it was,
and a store that holds half of something is known as such. In the end both stores are read anew and compared.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from typing import Any, TypeVar

import msgspec

from dialbook.access.keys import AccessKey
from dialbook.access.throttling import Bucket, Limit
from dialbook.domain.calls import Call, CallCount
from dialbook.domain.contents import KEPT
from dialbook.domain.copies import FAILED, VERIFY, CopyRefused, Digest, UnfinishedCopy
from dialbook.domain.faults import StandingFault
from dialbook.domain.history import Change
from dialbook.domain.secrets import ServiceKey
from dialbook.domain.snapshots import KeptSnapshot, SnapshotContent
from dialbook.domain.webhooks import WebhookCursor
from dialbook.ports.store import Store, StoreUnavailable, Tx
from dialbook.stores.rows import mapper_of

COPIED: tuple[type[Any], ...] = (
    AccessKey,
    ServiceKey,
    Limit,
    StandingFault,
    KeptSnapshot,
    SnapshotContent,
    WebhookCursor,
    *KEPT,
)
"""Everything but what only a running server is about: the last calls, and what is left in the buckets of limits."""
KINDS: tuple[type[Any], ...] = (*COPIED, Bucket, Call, CallCount, UnfinishedCopy)
"""All that a store holds."""
PAGE = 1000
PAGES = {SnapshotContent: 1}
"""How many records are held at a time, where they are large."""

R = TypeVar("R")
Told = Callable[[str, int], None]
"""Is told the table, and how many records were copied or read in all."""
Place = tuple[str | int, ...]


class Interrupted(Exception):  # noqa: N818 - somebody wanted it
    """The copy was told to stop; it can go on later."""


class Unwritten(StoreUnavailable):
    """The copy failed, not its original."""


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Tell what fails of the copy from what fails of its original. Raises Unwritten."""
    try:
        yield
    except StoreUnavailable as error:
        raise Unwritten(*error.args) from error


async def refuse_unfinished(store: Store) -> None:
    """Refuse a store that is half of a copy. Raises CopyRefused."""
    if await store.read(_bookmark) is not None:
        raise CopyRefused(
            "The store is an unfinished copy: run the same 'dialbook store copy' again to finish it, or remove the store."
        )


async def copy(source: Store, target: Store, origin: str, told: Told, stopped: Callable[[], bool]) -> None:
    """Copy what is not copied yet. Raises CopyRefused for a store that has anything else in it, Unwritten, Interrupted."""
    await refuse_unfinished(source)
    bookmark = await _write(target, partial(_begin, origin))
    copied = sum([await target.count(kind) for kind in COPIED])
    stages = [kind.table for kind in COPIED] + [VERIFY]
    first = stages.index(bookmark.stage)
    for kind, following in zip(COPIED[first:], stages[first + 1 :], strict=True):
        async for records, place in _pages(source, kind, bookmark.after):
            _refuse_stopped(stopped)
            bookmark = await _write(target, partial(_put, kind, records, bookmark, kind.table, place))
            copied += len(records)
            told(kind.table, copied)
        bookmark = await _write(target, partial(_put, kind, [], bookmark, following, None))


async def verify(source: Store, target: Store, told: Told, stopped: Callable[[], bool]) -> int:
    """Compare a copy with its original, and let it be a store of its own; return how many records it has.

    Raises CopyRefused where they differ, Unwritten, Interrupted.
    """
    await target.survey(COPIED)
    end, read, count = await source.feed_end(), 0, 0
    differing = []
    for kind in COPIED:
        digests = [Digest(), Digest()]
        for store, digest in zip((source, target), digests, strict=True):
            async for records, _ in _pages(store, kind, None):
                _refuse_stopped(stopped)
                digest.add(records)
                told(kind.table, read + digest.count)
            read += digest.count
        count += digests[1].count
        if digests[0] != digests[1]:
            differing.append(kind.table)
    if not differing and await source.changes(end, 1):
        differing.append(Change.table)
    await _finish(target, differing)
    return count


async def _finish(target: Store, differing: list[str]) -> None:
    """Let the copy be a store of its own, or have it begin anew the next time."""
    await _write(target, partial(_end, bool(differing)))
    if differing:
        raise CopyRefused(
            f"The copy differs from its original in {', '.join(differing)}, which was changed meanwhile. Stop the servers of the "
            "original, then run this again: it begins anew."
        )


async def _write(target: Store, work: Callable[[Tx], Awaitable[R]]) -> R:
    with writing():
        return await target.write(work)


def _refuse_stopped(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise Interrupted


async def _pages(store: Store, kind: type[Any], after: Place | None) -> AsyncIterator[tuple[list[Any], Place]]:
    """Yield the records of a kind from a place on, each page with the place of its last; changes come with their positions."""
    limit = PAGES.get(kind, PAGE)
    while True:
        records: list[Any]
        if kind is Change:
            records = await store.changes(None if after is None else int(after[0]), limit)
        else:
            records = [_carried(record) for record in await store.read(partial(_page, kind, after, limit))]
        if not records:
            return
        after = (records[-1][0],) if kind is Change else tuple(getattr(records[-1], name) for name in kind.key)
        yield records, after


async def _page(kind: type[R], after: Place | None, limit: int, tx: Tx) -> list[R]:
    return await tx.page(kind, {}, after, limit)


def _carried(record: Any) -> Any:
    """Return a record as a copy has it: nobody delivers from there yet."""
    if isinstance(record, WebhookCursor):
        return msgspec.structs.replace(record, holder=None, held_until=None)
    return record


async def _bookmark(tx: Tx) -> UnfinishedCopy | None:
    found = await tx.page(UnfinishedCopy, {}, None, 1)
    return found[0] if found else None


async def _begin(origin: str, tx: Tx) -> UnfinishedCopy:
    """Return the bookmark of this copy, and make it where there is nothing yet."""
    begun = await _bookmark(tx)
    if begun is not None and begun.origin != origin:
        raise CopyRefused("The store to copy into is the unfinished copy of another store: copy into a new one.")
    if begun is not None and begun.stage != FAILED:
        return begun
    for kind in COPIED:
        if begun is not None:
            await tx.clear(kind, {})
        elif await tx.page(kind, {}, None, 1):
            raise CopyRefused("The store to copy into is not empty: copy into a new one.")
    bookmark = UnfinishedCopy(origin=origin, stage=COPIED[0].table)
    await tx.put(bookmark)
    return bookmark


async def _put(
    kind: type[Any], records: list[Any], before: UnfinishedCopy, stage: str, after: Place | None, tx: Tx
) -> UnfinishedCopy:
    """Write a page and move the bookmark. Raises CopyRefused where somebody else has moved it."""
    if await _bookmark(tx) != before:
        raise CopyRefused("Another command copies into the store.")
    if kind is Change:
        await tx.fill_history(records)
    else:
        mapper = mapper_of(kind)
        await tx.fill(kind, [mapper.row_of(record) for record in records])
    moved = msgspec.structs.replace(before, stage=stage, after=after)
    await tx.put(moved)
    return moved


async def _end(failed: bool, tx: Tx) -> None:
    bookmark = await _bookmark(tx)
    if bookmark is None or bookmark.stage != VERIFY:
        raise CopyRefused("Another command copies into the store.")
    if failed:
        await tx.put(msgspec.structs.replace(bookmark, stage=FAILED))
    else:
        await tx.delete(bookmark)
