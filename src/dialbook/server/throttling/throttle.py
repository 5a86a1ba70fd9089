"""Whether a request may pass: the limits in force, and the buckets that they fill."""

from __future__ import annotations

import asyncio
import logging

from dialbook.access.throttling import Limit, most_specific
from dialbook.domain.rules import Rules
from dialbook.ports.store import Records, StoreUnavailable
from dialbook.server.clock import Clock
from dialbook.server.throttling.buckets import Buckets, OwnBuckets, SharedBuckets
from dialbook.server.throttling.limits import MOST, all_limits

SECONDS_BETWEEN_LOOKS = 0.5
"""How often a worker looks for limits that others have set: with the time that the look takes, they hold within a second."""
LOOKS_BETWEEN_REMOVALS = 120

log = logging.getLogger("dialbook.throttle")


class Throttle:
    """Holds requests against the limits of the store, and where it has none for them, against that of the rules."""

    def __init__(self, store: Records, clock: Clock, rules: Rules, *, shared: bool) -> None:
        """Keep the buckets in the store if it is ``shared``, else in this process."""
        self._store = store
        self._otherwise = limit_of_rules(rules)
        self._limits: dict[tuple[str, str], Limit] = {}
        self._shared = SharedBuckets(clock, store) if shared else None
        self._buckets: Buckets = self._shared or OwnBuckets(clock)
        self.in_force = not self._otherwise.unlimited
        """Whether there is any limit: where there is none, nothing else needs to be asked."""

    async def admits(self, account: str, operation: str) -> bool:
        """Tell whether a request may pass, and count it if so. Raises StoreUnavailable."""
        limit = most_specific(self._limits, account, operation, self._otherwise)
        return limit.unlimited or await self._buckets.take(account, operation, limit)

    async def reload(self) -> None:
        """Heed the limits that the store holds now. Raises StoreUnavailable."""
        found = {(limit.account, limit.operation): limit for limit in await all_limits(self._store)}
        if found != self._limits:
            self._limits = found
            self.in_force = not all(limit.unlimited for limit in (self._otherwise, *found.values()))

    async def begin_anew(self, account: str | None = None) -> None:
        """Heed that the store has lost the limits and buckets of an account, or all. Raises StoreUnavailable."""
        self._buckets.forget(account)
        await self.reload()

    async def watch(self) -> None:
        """Heed the limits that others set, and remove old buckets, for as long as the worker serves."""
        looks = 0
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            looks += 1
            try:
                await self.reload()
                if self._shared is not None and looks % LOOKS_BETWEEN_REMOVALS == 0:
                    await self._shared.remove_full()
            except StoreUnavailable as outage:
                log.warning("the limits cannot be read now, those known last hold: %s", outage.reason)
            except Exception:
                log.exception("the limits could not be read: those known last hold")


def limit_of_rules(rules: Rules) -> Limit:
    """Return the limit that holds for every account and operation without one of its own, as high as a limit may be at most."""
    if rules.request_rate is None:
        return Limit(unlimited=True)
    return Limit(rate_millihertz=min(rules.request_rate, MOST) * 1000, burst=min(rules.request_burst, MOST))
