"""The order of a pool's numbers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dialbook.carriers.shuffle import CAPACITY, number_at, shuffled

FAILING = {"0404", "0405", "0406"}
SEEDS = st.integers(1, 2**31)
WHOLE = settings(max_examples=max(10, settings().max_examples // 10))
"""Each example looks at ten thousand numbers."""


@given(st.integers(1, 500), st.text(max_size=5))
def test_everything_comes_once(count: int, key: str) -> None:
    """A shuffle is a permutation."""
    assert sorted(shuffled(position, count, key) for position in range(count)) == list(range(count))


@WHOLE
@given(SEEDS)
def test_a_whole_exchange(seed: int) -> None:
    """Every number of 555 but those that fail and directory assistance, first of all those set aside for fiction."""
    numbers = [number_at(["1206555"], position, seed) for position in range(CAPACITY)]
    lines = {number.removeprefix("+1206555") for number in numbers}
    assert lines == {f"{line:04}" for line in range(10_000)} - FAILING - {"1212"}
    assert {number[-4:-2] for number in numbers[:100]} == {"01"}


@WHOLE
@given(SEEDS, st.integers(1, 5))
def test_exchanges_take_turns(seed: int, count: int) -> None:
    """No number comes twice, and none that fails comes at all."""
    prefixes = [f"120622{exchange}" for exchange in range(count)]
    numbers = [number_at(prefixes, position, seed) for position in range(CAPACITY)]
    assert len(set(numbers)) == CAPACITY
    assert not {number[-4:] for number in numbers} & FAILING
    assert [number[1:8] for number in numbers[: 2 * count]] == prefixes * 2


def test_seeds_and_prefixes_have_orders_of_their_own() -> None:
    """And the same seed always has the same."""

    def first(prefix: str, seed: int) -> list[str]:
        return [number_at([prefix], position, seed)[-4:] for position in range(20)]

    orders = [first(prefix, seed) for prefix in ("1206555", "1207555", "1206200") for seed in (1, 2, 3)]
    assert len({tuple(order) for order in orders}) == len(orders)
    assert first("1206555", 1) == first("1206555", 1)
    # The numbers that a test of somebody's may hold on to.
    assert first("1206555", 1)[:3] == ["0108", "0145", "0182"]
