"""The sweeper writes down what time has done, so that lists rarely have to."""

from __future__ import annotations

import asyncio
import logging

from dialbook.operations.settling import settle_due
from dialbook.ports.store import StoreUnavailable, TimedRecords
from dialbook.server.clock import Clock, compare_clocks
from dialbook.server.ids import request_id

SECONDS_BETWEEN_SWEEPS = 1.0

log = logging.getLogger("dialbook.sweeper")


async def sweep(store: TimedRecords, clock: Clock, astray: asyncio.Event) -> None:
    """Settle what falls due, for as long as the worker serves, and hold its clock against the store's (``astray``).

    Several workers may do so, of several nodes: each leaves to the others what they are just settling.
    """
    while True:
        try:
            await compare_clocks(store, astray)
            if not astray.is_set():
                await settle_due(store, await clock.read(), request_id(), unheld=True, within=clock.within)
        except StoreUnavailable as outage:
            log.warning("what is due cannot be settled now: %s", outage.reason)
        except Exception:
            log.exception("what is due could not be settled")
        await asyncio.sleep(SECONDS_BETWEEN_SWEEPS)
