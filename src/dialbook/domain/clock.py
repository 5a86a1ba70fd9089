"""The clock that lifecycles live by: real time until somebody moves it, and only ever forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import ClassVar

import msgspec

from dialbook.domain.refusal import Refusal

END = datetime(9000, 1, 1, tzinfo=UTC)
"""No clock goes further, so that what is counted from its time can still be written with a year of four digits."""


class ClockSetting(msgspec.Struct, frozen=True, kw_only=True):
    """How a store's clock differs from real time. A store that has none lives in real time."""

    table: ClassVar[str] = "clocks"
    key: ClassVar[tuple[str, ...]] = ("name",)
    seldom_written: ClassVar[bool] = True
    name: str = "lifecycles"
    ahead_milliseconds: int = 0
    """How far it runs ahead of real time."""
    frozen_at: datetime | None = None
    """Where it stands still."""


REAL_TIME = ClockSetting()


def reading(setting: ClockSetting, wall: datetime) -> datetime:
    """Return what the clock shows at a moment of real time."""
    return setting.frozen_at or wall + timedelta(milliseconds=setting.ahead_milliseconds)


def advance(setting: ClockSetting, wall: datetime, duration: timedelta) -> ClockSetting:
    """Go on by a duration, whether frozen or not. Raises Refusal BadRequest for a negative one."""
    if duration < timedelta(0):
        raise Refusal("BadRequest", "The clock only goes forward: the duration must not be negative.")
    try:
        return go_to(setting, wall, reading(setting, wall) + duration)
    except OverflowError:
        raise _too_far() from None


def go_to(setting: ClockSetting, wall: datetime, moment: datetime) -> ClockSetting:
    """Go to a moment, and stand still there or go on from there as before. Raises Refusal BadRequest for one that is past."""
    now = reading(setting, wall)
    if moment < now:
        raise Refusal("BadRequest", "The clock only goes forward: the time must not be before the clock's own.")
    if moment > END:
        raise _too_far()
    if setting.frozen_at is not None:
        return msgspec.structs.replace(setting, frozen_at=moment)
    return _ahead(setting, moment - wall)


def freeze(setting: ClockSetting, wall: datetime) -> ClockSetting:
    """Stand still."""
    return msgspec.structs.replace(setting, frozen_at=reading(setting, wall))


def run(setting: ClockSetting, wall: datetime) -> ClockSetting:
    """Go on from where it is."""
    return setting if setting.frozen_at is None else _ahead(setting, setting.frozen_at - wall)


def _ahead(setting: ClockSetting, difference: timedelta) -> ClockSetting:
    milliseconds = difference // timedelta(milliseconds=1)
    return msgspec.structs.replace(setting, ahead_milliseconds=milliseconds, frozen_at=None)


def _too_far() -> Refusal:
    return Refusal("BadRequest", "The clock goes no further than the year 9000.")
