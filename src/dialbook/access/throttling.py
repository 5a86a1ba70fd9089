"""How many requests pass: a token bucket for each account and operation, also where several workers share it.

A bucket holds at most ``burst`` tokens and gains ``rate`` of them per second. A request takes one, or is throttled. Tokens are counted
in millionths, rates in thousandths of a request per second and times in milliseconds: a refill is a product of integers, and exact.

**One process** alone (a store in memory) takes its tokens one by one. In t seconds at most burst + rate · t requests pass, and none is
throttled while its bucket has a token.

**Several workers** share the buckets that the store holds. A worker draws tokens as a *lease*: as many as come in a tenth of a second
(`lease_size`), at least one, or one for each request that waits for the draw. It spends them without asking the store again. A lease
dies after a second; what is left of it goes back into the bucket when the worker next draws. A worker that finds less than a token
throttles, without asking again, until the bucket holds a lease (where at most 10 requests/s may pass: until the next token) or a
second has passed. So a flood of throttled requests costs no more than some twenty draws per second, worker and bucket.

*Bound*: in any t seconds at most burst + rate · t + workers · lease requests pass, over all workers, while a limit stays as it is.

*Proof*: call S the tokens in the store and L those in leases, alive or dead, that can still be spent or given back. Only time adds to
S + L, at most rate · t. Draws and returns move tokens between S and L, a request that passes takes one from L, and what a full bucket
cannot hold, a lease that is forgotten and a worker that ends only take away. So what passes is at most S + L at the beginning, plus
rate · t. S is at most the burst; L is at most a lease for each worker, for what a worker has drawn beyond that is spent at once by
those who waited for it.

*Loss*: nothing but what idle workers keep, a lease each at most, and what a worker has when it ends.

*Clocks*: buckets live in real time, whatever the clock of lifecycles does. A bucket's time is that of the furthest clock that has
drawn from it: a worker that finds it ahead of its own clock goes on from there, so time never goes back for anybody. A clock that is
an hour ahead, or is set forward by an hour, therefore fills each bucket once; from then on they gain their rate again. One that is set
back changes nothing. This needs that a draw reads its clock while nobody else can draw: after it has read the bucket in its transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import msgspec

ANY = "*"
"""Every account, or every operation."""
TOKEN = 1_000_000
"""A token is so many microtokens: what a rate of one millihertz gains in a thousand seconds."""
MILLISECOND = timedelta(milliseconds=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
LEASES_PER_SECOND = 10


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """How quickly requests for an operation may come from an account. Each account and operation that it holds for has its own bucket."""

    table: ClassVar[str] = "throttle_limits"
    key: ClassVar[tuple[str, ...]] = ("account", "operation")

    account: str = ANY
    operation: str = ANY
    unlimited: bool = False
    """Whether nothing is throttled; then the two figures mean nothing."""
    rate_millihertz: int = 0
    """How many requests pass in a thousand seconds."""
    burst: int = 0
    """How many pass at once."""
    set_at: datetime = LONG_AGO
    """When it was set; a bucket that was filled for an earlier limit is filled anew."""


class Bucket(msgspec.Struct, frozen=True):
    """What is left for an account and an operation. One that does not exist is full."""

    table: ClassVar[str] = "throttle_buckets"
    key: ClassVar[tuple[str, ...]] = ("account", "operation")

    account: str
    operation: str
    microtokens: int
    refilled_at: datetime
    """When it held so many."""
    limit_set_at: datetime
    """When the limit was set for which it was last filled."""
    full_at: datetime | None = None
    """When it will be full, if nobody draws; None for never."""


def most_specific(limits: Mapping[tuple[str, str], Limit], account: str, operation: str, otherwise: Limit) -> Limit:
    """Return the limit of an account and operation. Our choice: one of the account comes before one of the operation."""
    for key in ((account, operation), (account, ANY), (ANY, operation), (ANY, ANY)):
        limit = limits.get(key)
        if limit is not None:
            return limit
    return otherwise


def lease_size(limit: Limit) -> int:
    """Return how many tokens a worker draws at once: a tenth of a second's, at least one, at most a bucket."""
    return min(limit.burst, max(1, limit.rate_millihertz // (1000 * LEASES_PER_SECOND)))


def filled(account: str, operation: str, limit: Limit, now: datetime) -> Bucket:
    """Return a full bucket."""
    return Bucket(account, operation, limit.burst * TOKEN, now, limit.set_at)


def refill(bucket: Bucket, limit: Limit, now: datetime) -> Bucket:
    """Return the bucket as it is by ``now``, which is not before its last refill."""
    if bucket.limit_set_at < limit.set_at:
        return filled(bucket.account, bucket.operation, limit, now)
    gained = (now - bucket.refilled_at) // MILLISECOND * limit.rate_millihertz
    return _level(bucket, min(bucket.microtokens + gained, limit.burst * TOKEN), now)


def put_back(bucket: Bucket, limit: Limit, tokens: int) -> Bucket:
    """Return the bucket with tokens that were drawn and not spent, as far as it can hold them."""
    return _level(bucket, min(bucket.microtokens + tokens * TOKEN, limit.burst * TOKEN), bucket.refilled_at)


def draw(bucket: Bucket, most: int) -> tuple[Bucket, int]:
    """Take whole tokens, as many as there are but at most ``most``. Return the bucket without them, and how many they are."""
    tokens = min(most, bucket.microtokens // TOKEN)
    return _level(bucket, bucket.microtokens - tokens * TOKEN, bucket.refilled_at), tokens


def holding(bucket: Bucket, limit: Limit, tokens: int) -> datetime | None:
    """Return when the bucket will hold so many tokens if nobody draws; None for never."""
    missing = tokens * TOKEN - bucket.microtokens
    if missing <= 0:
        return bucket.refilled_at
    if tokens > limit.burst or not limit.rate_millihertz:
        return None
    return bucket.refilled_at + -(-missing // limit.rate_millihertz) * MILLISECOND


def _level(bucket: Bucket, microtokens: int, refilled_at: datetime) -> Bucket:
    return Bucket(bucket.account, bucket.operation, microtokens, refilled_at, bucket.limit_set_at)
