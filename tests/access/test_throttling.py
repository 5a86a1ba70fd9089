"""Token buckets as a calculation: integers in, integers out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.access.throttling import (
    ANY,
    LONG_AGO,
    MILLISECOND,
    TOKEN,
    Bucket,
    Limit,
    draw,
    filled,
    holding,
    lease_size,
    most_specific,
    put_back,
    refill,
)

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMITS = st.builds(Limit, rate_millihertz=st.integers(0, 10**9), burst=st.integers(1, 10**6))


def limit(rate: float, burst: int, set_at: datetime = LONG_AGO) -> Limit:
    """Return a limit of ``rate`` requests per second."""
    return Limit(rate_millihertz=int(rate * 1000), burst=burst, set_at=set_at)


def bucket(limit: Limit, tokens: int | None = None) -> Bucket:
    """Return a bucket of the start, full unless it has so many tokens."""
    full = filled("123456789012", "GetPhoneNumber", limit, START)
    return full if tokens is None else draw(full, limit.burst - tokens)[0]


@given(LIMITS, st.lists(st.integers(0, 10**7), max_size=20))
def test_refills_round_nothing(limit: Limit, steps: list[int]) -> None:
    """However time is cut into pieces, what is gained is the rate times the time, up to the burst."""
    piecemeal = bucket(limit, 0)
    for step in steps:
        piecemeal = refill(piecemeal, limit, piecemeal.refilled_at + step * MILLISECOND)
    gained = Fraction(limit.rate_millihertz, 1000) * Fraction(sum(steps), 1000)
    assert Fraction(piecemeal.microtokens, TOKEN) == min(gained, limit.burst)


@given(LIMITS, st.integers(0, 10**6), st.integers(0, 2 * 10**6))
def test_a_draw_takes_whole_tokens_that_are_there(limit: Limit, tokens: int, wanted: int) -> None:
    """As many as are wanted if there are so many; given back, they are all there again."""
    before = bucket(limit, min(tokens, limit.burst))
    after, drawn = draw(before, wanted)
    assert drawn == min(wanted, tokens, limit.burst)
    assert put_back(after, limit, drawn) == before


def test_a_bucket_takes_back_no_more_than_it_holds() -> None:
    """What it has gained meanwhile is not lost, what is too much is."""
    assert put_back(bucket(limit(1, 10), 8), limit(1, 10), 5) == bucket(limit(1, 10))


@given(LIMITS, st.integers(0, 10**6), st.integers(1, 10**6))
def test_when_a_bucket_holds_so_many(limit: Limit, tokens: int, wanted: int) -> None:
    """At that millisecond it does, and at the one before it does not."""
    before = bucket(limit, min(tokens, limit.burst))
    moment = holding(before, limit, wanted)
    if moment is None:
        assert wanted > limit.burst or limit.rate_millihertz == 0
        return
    assert refill(before, limit, moment).microtokens >= wanted * TOKEN
    if moment > START:
        assert refill(before, limit, moment - MILLISECOND).microtokens < wanted * TOKEN


@pytest.mark.parametrize(
    ("rate", "burst", "size"),
    [(0, 5, 1), (0.5, 5, 1), (10, 20, 1), (19.999, 20, 1), (20, 20, 2), (1000, 1000, 100), (1000, 20, 20)],
)
def test_a_lease_is_a_tenth_of_a_second(rate: float, burst: int, size: int) -> None:
    """But at least one token, and no more than the bucket holds."""
    assert lease_size(limit(rate, burst)) == size


def test_a_limit_that_is_set_anew_fills_its_bucket_once() -> None:
    """A worker that still has the earlier limit neither empties nor fills it again."""
    earlier, later = limit(1, 5, set_at=START), limit(0, 3, set_at=START + timedelta(seconds=1))
    now = START + timedelta(seconds=2)
    anew = refill(bucket(earlier, 0), later, now)
    assert anew == filled("123456789012", "GetPhoneNumber", later, now)
    rest, drawn = draw(anew, 2)
    assert drawn == 2
    assert refill(refill(rest, earlier, now), later, now) == rest


def test_a_lower_burst_holds_at_once() -> None:
    """A bucket that has more than that has that."""
    assert refill(bucket(limit(1, 9)), limit(1, 4), START) == bucket(limit(1, 4))


def test_the_most_specific_limit_counts() -> None:
    """Account and operation, then the account, then the operation, then all, then the rules."""
    keys = [("1", "Get"), ("1", ANY), (ANY, "Get"), (ANY, ANY)]
    limits = {key: Limit(account=key[0], operation=key[1]) for key in keys}
    otherwise = Limit(unlimited=True)
    for key in keys:
        assert most_specific(limits, "1", "Get", otherwise) is limits.pop(key)
    assert most_specific(limits, "1", "Get", otherwise) is otherwise
    others = {("2", "Get"): Limit(), ("1", "List"): Limit(), ("2", ANY): Limit(), (ANY, "List"): Limit()}
    assert most_specific(others, "1", "Get", otherwise) is otherwise
