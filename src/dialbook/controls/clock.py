"""The clock that lifecycles live by: read it, move it. Signatures, TLS and logs stay in real time.

Whoever moves it finds everything settled that has fallen due meanwhile, in the order in which it fell due.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import msgspec

from dialbook.domain import clock
from dialbook.domain.clock import REAL_TIME, ClockSetting
from dialbook.operations.settling import settle_due
from dialbook.ports.store import Tx
from dialbook.server.clock import wall
from dialbook.server.handle import Service
from dialbook.server.ids import request_id


class ClockReading(msgspec.Struct, frozen=True, rename="pascal"):
    """What the clock shows."""

    time: datetime
    """UTC, in whole milliseconds."""
    frozen: bool
    """Whether it stands still."""
    ahead_seconds: float
    """How far it is ahead of real time, negative where it is behind because it stands still."""


Move = Callable[[ClockSetting, datetime], ClockSetting]


async def read(service: Service) -> ClockReading:
    """Return what the clock shows."""
    setting = await service.store.read(lambda tx: tx.get(ClockSetting, (REAL_TIME.name,)))
    return _reading(setting or REAL_TIME, wall())


async def advance(service: Service, duration: timedelta) -> ClockReading:
    """Go on by a duration. Raises Refusal BadRequest for a negative one."""
    return await _move(service, lambda setting, now: clock.advance(setting, now, duration))


async def go_to(service: Service, moment: datetime) -> ClockReading:
    """Go to a moment, UTC. Raises Refusal BadRequest for one that is past."""
    return await _move(service, lambda setting, now: clock.go_to(setting, now, moment))


async def freeze(service: Service) -> ClockReading:
    """Stand still."""
    return await _move(service, clock.freeze)


async def run(service: Service) -> ClockReading:
    """Go on from where it is, as quickly as real time does."""
    return await _move(service, clock.run)


async def _move(service: Service, move: Move) -> ClockReading:
    setting, real = await service.store.write(partial(_set, move))
    shown = _reading(setting, real)
    await settle_due(service.store, shown.time, request_id())
    return shown


async def _set(move: Move, tx: Tx) -> tuple[ClockSetting, datetime]:
    """Move the clock from where it is when nobody else can: a time from before would set it back by as long as this waited."""
    before = await tx.get(ClockSetting, (REAL_TIME.name,))
    real = wall()
    setting = move(before or REAL_TIME, real)
    await tx.put(setting, before)
    return setting, real


def _reading(setting: ClockSetting, real: datetime) -> ClockReading:
    time = clock.reading(setting, real)
    return ClockReading(time, setting.frozen_at is not None, (time - real).total_seconds())
