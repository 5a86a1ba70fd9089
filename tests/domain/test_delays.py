"""Delays and their distributions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain.delays import (
    LONGEST_SECONDS,
    Delay,
    Exponential,
    Lognormal,
    Uniform,
    draw,
    refuse_unfit_delay,
)
from dialbook.domain.refusal import Refusal

PARTS = st.floats(0, 1, exclude_max=True)
SECONDS = st.floats(0, LONGEST_SECONDS)
DELAYS = st.one_of(
    SECONDS,
    st.tuples(SECONDS, SECONDS).map(lambda ends: Uniform(least=min(ends), most=max(ends))),
    st.builds(Exponential, mean=SECONDS),
    st.builds(Lognormal, median=SECONDS, sigma=st.floats(0, 10)),
)


@pytest.mark.parametrize(
    ("delay", "part", "seconds"),
    [
        (1.5, 0.9, 1.5),
        (Uniform(least=1, most=3), 0.0, 1.0),
        (Uniform(least=1, most=3), 0.25, 1.5),
        (Exponential(mean=2), 0.0, 0.0),
        (Exponential(mean=2), 0.5, 2 * math.log(2)),
        (Lognormal(median=2, sigma=0.5), 0.5, 2.0),
        (Lognormal(median=2, sigma=0.5), 0.8413447460685429, 2 * math.exp(0.5)),
    ],
)
def test_a_part_of_all_delays_is_shorter(delay: Delay, part: float, seconds: float) -> None:
    """The distribution functions of the textbooks, the other way round."""
    assert draw(delay, part) == pytest.approx(seconds)


@given(DELAYS, PARTS)
def test_every_delay_is_a_time_that_one_can_wait(delay: Delay, part: float) -> None:
    """Never negative, never longer than the longest, whatever the distribution."""
    refuse_unfit_delay(delay)
    assert 0 <= draw(delay, part) <= LONGEST_SECONDS


@given(DELAYS, PARTS, PARTS)
def test_a_larger_part_has_a_longer_delay(delay: Delay, one: float, other: float) -> None:
    """Delays grow with the part of all delays that are shorter."""
    assert draw(delay, min(one, other)) <= draw(delay, max(one, other))


@pytest.mark.parametrize(
    ("delay", "sentence"),
    [
        (-1.0, "A delay must be from 0 to 900 seconds."),
        (900.1, "A delay must be from 0 to 900 seconds."),
        (math.nan, "A delay must be from 0 to 900 seconds."),
        (math.inf, "A delay must be from 0 to 900 seconds."),
        (Uniform(least=0, most=901), "A delay must be from 0 to 900 seconds."),
        (Uniform(least=2, most=1), "Least must not be greater than Most."),
        (Exponential(mean=-0.1), "A delay must be from 0 to 900 seconds."),
        (Lognormal(median=1, sigma=-1), "Sigma must be from 0 to 10."),
        (Lognormal(median=-1, sigma=1), "A delay must be from 0 to 900 seconds."),
    ],
)
def test_what_no_answer_can_have_is_refused(delay: Delay, sentence: str) -> None:
    """Negative times, endless ones, and distributions that are none."""
    with pytest.raises(Refusal) as refused:
        refuse_unfit_delay(delay)
    assert (refused.value.code, refused.value.message) == ("BadRequest", sentence)
