"""The buckets at work: one process's own, or those of the store, from which each worker draws leases (see `access.throttling`)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import msgspec

from dialbook.access.throttling import LONG_AGO, Bucket, Limit, draw, filled, holding, lease_size, put_back, refill
from dialbook.ports.store import AtMost, Records, Tx
from dialbook.server.clock import Clock

MOST_BUCKETS = 16_384
"""How many buckets a worker remembers: beyond that those that matter least are forgotten. Our choice."""
LEASE = timedelta(seconds=1)
"""How long a lease may be spent."""
FULL_FOR = timedelta(days=1)
"""For how long a bucket in the store has been full when it is removed. A clock that is further ahead would remove buckets that are not
full; but whose clock is so wrong refuses every signature.
"""
REMOVED_AT_ONCE = 500


class Buckets(Protocol):
    """Where tokens come from."""

    async def take(self, account: str, operation: str, limit: Limit) -> bool:
        """Take a token; return False where there is none. Raises StoreUnavailable."""
        ...

    def forget(self, account: str | None) -> None:
        """Forget what this process holds of an account's buckets, or of all."""
        ...


class SteadyTime:
    """Real time that never goes back, not behind what others have seen either."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = timedelta(0)
        self._latest = LONG_AGO

    def now(self, not_before: datetime = LONG_AGO) -> datetime:
        """Return the time; where it would be before ``not_before``, it goes on from there."""
        now = self._clock.wall() + self._ahead
        earliest = max(self._latest, not_before)
        if now < earliest:
            self._ahead += earliest - now
            now = earliest
        self._latest = now
        return now


class OwnBuckets:
    """The buckets of the only process there is: exact."""

    def __init__(self, clock: Clock) -> None:
        self._time = SteadyTime(clock)
        self._held: dict[tuple[str, str], tuple[Bucket, Limit]] = {}

    async def take(self, account: str, operation: str, limit: Limit) -> bool:
        """Take a token; return False where there is none."""
        now = self._time.now()
        held = self._held.get((account, operation))
        if held is None:
            self._make_room(now)
        bucket = filled(account, operation, limit, now) if held is None else refill(held[0], limit, now)
        bucket, tokens = draw(bucket, 1)
        self._held[account, operation] = (bucket, limit)
        return tokens > 0

    def forget(self, account: str | None) -> None:
        """Let an account's buckets be full, or all."""
        self._held = {} if account is None else {key: held for key, held in self._held.items() if key[0] != account}

    def _make_room(self, now: datetime) -> None:
        """Forget the full buckets when there are too many, which changes nothing; if they are not enough, those that were idle longest."""
        if len(self._held) < MOST_BUCKETS:
            return
        self._held = {key: held for key, held in self._held.items() if not _is_full(*held, now)}
        excess = len(self._held) - MOST_BUCKETS * 3 // 4
        if excess > 0:
            for key in sorted(self._held, key=lambda key: self._held[key][0].refilled_at)[:excess]:
                del self._held[key]


class Lease(msgspec.Struct, eq=False):
    """What a worker knows of a shared bucket."""

    limit: Limit
    drawing: asyncio.Lock
    tokens: int = 0
    dies_at: datetime = LONG_AGO
    empty_until: datetime = LONG_AGO
    waiting: int = 0
    """How many requests wait for a draw."""

    def spend(self, limit: Limit, now: datetime) -> bool | None:
        """Take a token; return False where the bucket is known to be empty, None where it has to be asked."""
        if limit is not self.limit:
            return None
        if self.tokens and now < self.dies_at:
            self.tokens -= 1
            return True
        return False if now < self.empty_until else None


class SharedBuckets:
    """The buckets of the store, from which this worker draws."""

    def __init__(self, clock: Clock, store: Records) -> None:
        self._clock = clock
        self._time = SteadyTime(clock)
        self._store = store
        self._leases: dict[tuple[str, str], Lease] = {}

    async def take(self, account: str, operation: str, limit: Limit) -> bool:
        """Take a token; return False where there is none. Raises StoreUnavailable."""
        lease = self._leases.get((account, operation))
        if lease is None:
            self._make_room()
            lease = self._leases[account, operation] = Lease(limit, asyncio.Lock())
        taken = lease.spend(limit, self._time.now())
        if taken is not None:
            return taken
        lease.waiting += 1
        try:
            async with lease.drawing:
                return await self._wait_for(account, operation, limit, lease)
        finally:
            lease.waiting -= 1

    async def _wait_for(self, account: str, operation: str, limit: Limit, lease: Lease) -> bool:
        """Take a token of the draw that was waited for, or of one's own."""
        taken = lease.spend(limit, self._time.now())
        if taken is not None:
            return taken
        left, lease.tokens = lease.tokens, 0
        wanted = max(lease_size(limit), lease.waiting)

        async def work(tx: Tx) -> tuple[Bucket, int]:
            return await self._draw(tx, account, operation, limit, left, wanted)

        bucket, tokens = await self._store.write(work)
        self._fill(lease, limit, bucket, tokens)
        return tokens > 0

    async def _draw(
        self, tx: Tx, account: str, operation: str, limit: Limit, left: int, wanted: int
    ) -> tuple[Bucket, int]:
        """Give back what is left of a lease and draw the next one. From the first verb on nobody else draws, so the time is read then."""
        before = await tx.get(Bucket, (account, operation))
        now = self._time.now(LONG_AGO if before is None else before.refilled_at)
        bucket = filled(account, operation, limit, now) if before is None else refill(before, limit, now)
        bucket, tokens = draw(put_back(bucket, limit, left), wanted)
        if tokens:
            bucket = msgspec.structs.replace(bucket, full_at=holding(bucket, limit, limit.burst))
            await tx.put(bucket, before)
        return bucket, tokens

    def _fill(self, lease: Lease, limit: Limit, bucket: Bucket, tokens: int) -> None:
        """Note what was drawn, but for the token of the one who drew."""
        lease.limit = limit
        lease.tokens = max(0, tokens - 1)
        lease.dies_at = bucket.refilled_at + LEASE
        lease.empty_until = LONG_AGO if tokens else self._worth_asking_at(bucket, limit)

    def _worth_asking_at(self, bucket: Bucket, limit: Limit) -> datetime:
        """Return when an empty bucket holds a lease; a second later at most, for it may be filled by hand."""
        latest = bucket.refilled_at + LEASE
        return min(holding(bucket, limit, lease_size(limit)) or latest, latest)

    def forget(self, account: str | None) -> None:
        """Spend no more of what was drawn from an account's buckets, or from any."""
        self._leases = {} if account is None else {key: held for key, held in self._leases.items() if key[0] != account}

    def _make_room(self) -> None:
        """Forget every bucket nobody waits for when there are too many: what is lost is at most a lease of each."""
        if len(self._leases) >= MOST_BUCKETS:
            self._leases = {key: lease for key, lease in self._leases.items() if lease.waiting}

    async def remove_full(self) -> None:
        """Remove buckets of the store that have been full for long, which changes nothing. Raises StoreUnavailable."""
        bound = AtMost(self._clock.wall() - FULL_FOR)
        found = await self._store.read(lambda tx: tx.find(Bucket, {"full_at": bound}, REMOVED_AT_ONCE))
        for account in dict.fromkeys(bucket.account for bucket in found):
            await self._store.write(partial(_remove_full, account, bound))


async def _remove_full(account: str, bound: AtMost, tx: Tx) -> None:
    for bucket in await tx.find(Bucket, {"account": account, "full_at": bound}, REMOVED_AT_ONCE, unheld=True):
        await tx.delete(bucket)


def _is_full(bucket: Bucket, limit: Limit, now: datetime) -> bool:
    full_at = holding(bucket, limit, limit.burst)
    return full_at is not None and full_at <= now
