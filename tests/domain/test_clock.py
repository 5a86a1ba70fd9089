"""The clock that lifecycles live by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain import clock
from dialbook.domain.clock import END, REAL_TIME, ClockSetting, reading
from dialbook.domain.refusal import Refusal

WALL = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
durations = st.integers(0, 10**11).map(lambda count: timedelta(milliseconds=count))
settings = st.builds(
    ClockSetting,
    ahead_milliseconds=st.integers(0, 10**11),
    frozen_at=st.none() | durations.map(lambda duration: WALL + duration),
)


def test_a_clock_that_nobody_moved_shows_real_time() -> None:
    """Now and later."""
    assert reading(REAL_TIME, WALL) == WALL
    assert reading(REAL_TIME, WALL + HOUR) == WALL + HOUR


def test_a_running_clock_runs_on_after_a_leap() -> None:
    """It is ahead of real time from then on."""
    moved = clock.advance(REAL_TIME, WALL, 72 * HOUR)

    assert reading(moved, WALL) == WALL + 72 * HOUR
    assert reading(moved, WALL + HOUR) == WALL + 73 * HOUR


def test_a_frozen_clock_stands_still_and_can_be_moved() -> None:
    """Until it is told to run, and then it goes on from where it stood."""
    frozen = clock.freeze(REAL_TIME, WALL)
    assert reading(frozen, WALL + HOUR) == WALL

    later = clock.advance(frozen, WALL + HOUR, HOUR)
    assert reading(later, WALL + 5 * HOUR) == WALL + HOUR

    running = clock.run(later, WALL + 5 * HOUR)
    assert reading(running, WALL + 5 * HOUR) == WALL + HOUR
    assert reading(running, WALL + 6 * HOUR) == WALL + 2 * HOUR


@given(settings, durations)
def test_freezing_and_running_never_leap(setting: ClockSetting, later: timedelta) -> None:
    """What the clock shows at the moment itself stays as it was."""
    real = WALL + later
    for change in (clock.freeze, clock.run):
        assert reading(change(setting, real), real) == reading(setting, real)


@given(settings, durations)
def test_advancing_and_going_there_are_the_same(setting: ClockSetting, duration: timedelta) -> None:
    """The one by a duration, the other by its end; a frozen clock stays frozen."""
    advanced = clock.advance(setting, WALL, duration)

    assert reading(advanced, WALL) == reading(setting, WALL) + duration
    assert advanced == clock.go_to(setting, WALL, reading(setting, WALL) + duration)
    assert (advanced.frozen_at is None) == (setting.frozen_at is None)


@pytest.mark.parametrize("setting", [REAL_TIME, ClockSetting(frozen_at=WALL)])
def test_the_clock_never_goes_back(setting: ClockSetting) -> None:
    """Neither by a negative duration nor to a moment that is past."""
    with pytest.raises(Refusal, match="must not be negative"):
        clock.advance(setting, WALL, -timedelta(milliseconds=1))
    with pytest.raises(Refusal, match="must not be before the clock's own"):
        clock.go_to(setting, WALL, WALL - timedelta(milliseconds=1))


@pytest.mark.parametrize("setting", [REAL_TIME, ClockSetting(frozen_at=WALL)])
def test_the_clock_goes_no_further_than_its_end(setting: ClockSetting) -> None:
    """Also not by a duration that no datetime can hold."""
    assert reading(clock.go_to(setting, WALL, END), WALL) == END
    for duration in (END - WALL + HOUR, timedelta.max):
        with pytest.raises(Refusal, match="no further than the year 9000"):
            clock.advance(setting, WALL, duration)
