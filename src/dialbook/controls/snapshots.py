"""Take the state of a service away, and bring it back: all records of its inventory, their history, and the clock.

Keys stay as they are, for they belong to the installation: clients and the tokens of lists stay good. So do faults, limits, recorded calls
and the snapshots that are kept.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

import msgspec

from dialbook.controls.archive import LIMITS, Snapshot, pack, unpack
from dialbook.controls.marks import mark
from dialbook.domain.contents import KEPT
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.registry import Ownership, orphaned
from dialbook.domain.snapshots import MOST_KEPT, KeptSnapshot, SnapshotContent, admit
from dialbook.ports.dumps import Dump, DumpRefused, DumpTooLarge
from dialbook.ports.store import Tx
from dialbook.server.handle import Service
from dialbook.stores.dumps import today

T = TypeVar("T")
NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
MEBIBYTE = 1024 * 1024
SMALL_BYTES = 256 * 1024


class SnapshotDescription(msgspec.Struct, frozen=True, rename="pascal"):
    """A snapshot that is kept."""

    name: str
    taken_at: datetime
    """Real time, UTC."""
    schema: int
    """The version of the store's schema that it was taken under."""
    size_bytes: int


class Opened(msgspec.Struct, frozen=True):
    """A snapshot that was found good."""

    taken_at: datetime
    schema: int
    """The version that it was taken under; the dump is of today's."""
    dump: Dump


async def take(service: Service) -> bytes:
    """Return the state as a snapshot. Raises Refusal ResourceLimitExceeded where it is too large, StoreUnavailable."""
    taken_at = service.clock.wall()

    async def taken() -> bytes:
        dump = await service.store.dump(KEPT, LIMITS.bytes)
        return await asyncio.to_thread(pack, Snapshot(taken_at, dump), LIMITS)

    return await _told(taken, too_large=f"The store is too large for a snapshot, which has {_room()} at most.")


async def restore(service: Service, content: bytes) -> None:
    """Put the state of a snapshot in the place of what there is, in one write.

    Raises Refusal BadRequest for a malformed or newer one, ResourceLimitExceeded for one that is too large, and changes nothing then.
    """
    snapshot = await _opened(content)

    async def work(tx: Tx) -> None:
        for kind, table in zip(KEPT, snapshot.dump.tables, strict=True):
            await tx.clear(kind, {})
            await tx.fill(kind, table.rows)
        await mark(tx, service.clock.wall(), "RestoreSnapshot")

    await service.store.write(work)


async def keep(service: Service, name: str) -> SnapshotDescription:
    """Take a snapshot and keep it under a name, in the place of one that has it. Raises Refusal."""
    _check(name)
    return await upload(service, name, await take(service))


async def upload(service: Service, name: str, content: bytes) -> SnapshotDescription:
    """Keep a snapshot that was taken before, here or elsewhere, under a name. Raises Refusal as `restore` does."""
    _check(name)
    snapshot = await _opened(content)
    kept = KeptSnapshot(name=name, taken_at=snapshot.taken_at, schema=snapshot.schema, size_bytes=len(content))

    async def work(tx: Tx) -> None:
        if await tx.get(KeptSnapshot, (name,)) is None:
            admit(len(await tx.page(KeptSnapshot, {}, None, MOST_KEPT)))
        await tx.put(kept)
        await tx.put(SnapshotContent(name=name, content=content))

    await service.store.write(work)
    return _described(kept)


async def kept(service: Service) -> list[SnapshotDescription]:
    """Return what is known of the snapshots that are kept, in the order of their names."""
    found = await service.store.read(lambda tx: tx.page(KeptSnapshot, {}, None, MOST_KEPT))
    return [_described(one) for one in found]


async def content(service: Service, name: str) -> bytes:
    """Return a snapshot that is kept. Raises Refusal NotFound."""
    found = await service.store.read(lambda tx: tx.get(SnapshotContent, (name,)))
    if found is None:
        raise _unknown()
    return found.content


async def restore_kept(service: Service, name: str) -> None:
    """Restore a snapshot that is kept. Raises Refusal NotFound, or as `restore` does."""
    await restore(service, await content(service, name))


async def remove(service: Service, name: str) -> None:
    """Keep a snapshot no longer. Raises Refusal NotFound."""

    async def work(tx: Tx) -> None:
        found = await tx.get(KeptSnapshot, (name,))
        if found is None:
            raise _unknown()
        await tx.delete(found)
        await tx.clear(SnapshotContent, {"name": name})

    await service.store.write(work)


async def _opened(content: bytes) -> Opened:
    """Check a snapshot wholly and make it one of today's schema, beside the event loop."""

    async def opened() -> Opened:
        return await asyncio.to_thread(_open_again if len(content) <= SMALL_BYTES else _open, content)

    return await _told(opened, too_large=f"The snapshot is too large: it must have {_room()} at most.")


def _open(content: bytes) -> Opened:
    snapshot = unpack(content, LIMITS)
    dump = today(snapshot.dump, KEPT)
    tables = {table.name: table for table in dump.tables}
    numbers = tables[PhoneNumber.table].cells("account", "e164", "status")
    if orphaned(numbers, dict(tables[Ownership.table].cells("e164", "owner"))):
        raise DumpRefused("is malformed: a phone number must have its owner in the registry.")
    return Opened(snapshot.taken_at, snapshot.dump.schema, dump)


_open_again = lru_cache(maxsize=4)(_open)
"""Tests restore the same few snapshots over and over."""
forget_opened = _open_again.cache_clear
"""Has the next restore look at its snapshot again."""


async def _told(step: Callable[[], Awaitable[T]], too_large: str) -> T:
    """Turn what is wrong with a dump into an answer."""
    try:
        return await step()
    except DumpTooLarge as error:
        raise Refusal("ResourceLimitExceeded", too_large) from error
    except DumpRefused as error:
        raise Refusal("BadRequest", f"The snapshot {error}") from error


def _check(name: str) -> None:
    if not NAME.fullmatch(name):
        raise Refusal("BadRequest", "A snapshot's name must be 1 to 64 letters, digits and the signs -._.")


def _described(kept: KeptSnapshot) -> SnapshotDescription:
    return SnapshotDescription(kept.name, kept.taken_at, kept.schema, kept.size_bytes)


def _unknown() -> Refusal:
    return Refusal("NotFound", "The snapshot does not exist.")


def _room() -> str:
    return f"{LIMITS.content_bytes // MEBIBYTE} MiB compressed, {LIMITS.bytes // MEBIBYTE} MiB uncompressed and {LIMITS.cells:,} values"
