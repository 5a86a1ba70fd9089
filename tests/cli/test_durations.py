"""Durations as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from dialbook.cli.durations import duration_of, write_duration

READ = {
    "90s": timedelta(seconds=90),
    "5m": timedelta(minutes=5),
    "72h": timedelta(hours=72),
    "7d": timedelta(days=7),
    "007d": timedelta(days=7),
    "1000000s": timedelta(seconds=1_000_000),
    "999999d": timedelta(days=999999),
    "0": timedelta(0),
    "0h": timedelta(0),
}


@pytest.mark.parametrize("text", READ)
def test_a_duration_is_a_number_and_a_unit(text: str) -> None:
    """Seconds, minutes, hours or days; zero needs none."""
    assert duration_of(text) == READ[text]


@pytest.mark.parametrize(
    "text", ["", "5", "00", "-5m", "5 m", " 5m", "5m\n", "5M", "5w", "m", "1h30m", "1.5h", "٣h", "P7D"]
)
def test_anything_else_is_refused(text: str) -> None:
    """The sentence shows the form."""
    with pytest.raises(typer.BadParameter) as refused:
        duration_of(text)
    assert refused.value.message == "A duration is a number and a unit: 90s, 5m, 72h, 7d."


@pytest.mark.parametrize("text", ["1000000d", "86399913601s", "9" * 60 + "s"])
def test_a_duration_has_an_end(text: str) -> None:
    """The sentence says which."""
    with pytest.raises(typer.BadParameter) as refused:
        duration_of(text)
    assert refused.value.message == "A duration is 999999d at most."


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(0), "0"),
        (timedelta(seconds=60), "1m"),
        (timedelta(seconds=90), "90s"),
        (timedelta(hours=25), "25h"),
        (timedelta(hours=72), "3d"),
    ],
)
def test_the_longest_unit_that_leaves_no_rest(duration: timedelta, text: str) -> None:
    """One number, as short as it goes."""
    assert write_duration(duration) == text


@given(st.integers(0, 999_999))
def test_what_is_written_is_read_again(seconds: int) -> None:
    """As the same duration."""
    duration = timedelta(seconds=seconds)
    assert duration_of(write_duration(duration)) == duration
