"""The sweeper writes down what time has done, so that lists rarely have to."""

from __future__ import annotations

import asyncio
import logging

from dialbook.operations.settling import settle_due
from dialbook.ports.store import StoreUnavailable, TimedRecords
from dialbook.server.clock import Clock, astray
from dialbook.server.ids import request_id

SECONDS_BETWEEN_SWEEPS = 1.0

log = logging.getLogger("dialbook.sweeper")


async def sweep(store: TimedRecords, clock: Clock) -> None:
    """Settle what falls due, for as long as the worker serves. Several workers may do so, of several nodes: each leaves to the others what
    they are just settling.
    """
    while True:
        try:
            if await astray(store):
                log.warning(
                    "this machine's clock differs from the store's by more than a minute: others settle what is due"
                )
            else:
                await settle_due(store, await clock.read(), request_id(), unheld=True)
        except StoreUnavailable:
            log.warning("what is due cannot be settled now", exc_info=True)
        except Exception:
            log.exception("what is due could not be settled")
        await asyncio.sleep(SECONDS_BETWEEN_SWEEPS)
