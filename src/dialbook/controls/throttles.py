"""Limits on how quickly requests may come: set, list and remove them while the service runs.

What is done here holds in this process at once, and in other workers within a second.
"""

from __future__ import annotations

import msgspec

from dialbook.access.throttling import ANY, Limit
from dialbook.server.handle import Service
from dialbook.server.throttling import limits as throttle_limits


class ThrottleLimit(msgspec.Struct, frozen=True, rename="pascal"):
    """How quickly requests for an operation may come from an account."""

    account: str
    """12 digits, or ``*`` for each account without a limit of its own."""
    operation: str
    """Such as ``GetPhoneNumber``, or ``*`` for each operation without a limit of its own."""
    rate: float | None
    """How many requests pass per second; null where nothing is throttled."""
    burst: int | None
    """How many pass at once; null where nothing is throttled."""


async def set_limit(
    service: Service, *, operation: str = ANY, account: str = ANY, rate: float | None, burst: int | None = None
) -> ThrottleLimit:
    """Limit an operation to ``rate`` requests per second, of which ``burst`` may come at once; with a rate of None, throttle it never.

    Its buckets are full from then on. Without a burst it is what comes in two seconds, at least one. Raises Refusal BadRequest.
    """
    limit = throttle_limits.limit_of(account, operation, rate, burst, service.clock.wall())
    await throttle_limits.set_limit(service.store, limit)
    await service.throttle.reload()
    return _view(limit)


async def limits(service: Service) -> list[ThrottleLimit]:
    """Return the limits that were set, by account and operation; the limit of the rules is none of them."""
    return [_view(limit) for limit in await throttle_limits.all_limits(service.store)]


async def remove_limit(service: Service, *, operation: str = ANY, account: str = ANY) -> None:
    """Remove a limit, so that the next more general one holds. Raises Refusal BadRequest or NotFound."""
    await throttle_limits.remove_limit(service.store, account, operation)
    await service.throttle.reload()


async def remove_all(service: Service) -> None:
    """Remove every limit that was set."""
    await service.store.write(lambda tx: tx.clear(Limit, {}))
    await service.throttle.reload()


def _view(limit: Limit) -> ThrottleLimit:
    if limit.unlimited:
        return ThrottleLimit(limit.account, limit.operation, None, None)
    return ThrottleLimit(limit.account, limit.operation, limit.rate_millihertz / 1000, limit.burst)
