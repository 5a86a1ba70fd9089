"""The simulated carrier's answers."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.carriers.countries import COUNTRIES
from dialbook.carriers.numbering_plan import example_of, facts_of
from dialbook.carriers.places import us_places
from dialbook.carriers.shuffle import CAPACITY
from dialbook.carriers.simulated import SimulatedCarrier
from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import CallingNameOutcome, NumberType
from dialbook.domain.searches import NumberSearch
from dialbook.ports.carrier import Carrier

CARRIER: Carrier = SimulatedCarrier()


@pytest.mark.parametrize(
    ("calling_name", "outcome"),
    [
        ("Example Corp", "UpdateSucceeded"),
        ("", "UpdateSucceeded"),
        ("UpdateFailed", "UpdateFailed"),
        ("updatefailed", "UpdateSucceeded"),
        ("UpdateFailed ", "UpdateSucceeded"),
        ("  ", "UpdateFailed"),
        (" " * 15, "UpdateFailed"),
        (" A", "UpdateSucceeded"),
    ],
)
def test_two_kinds_of_names_fail(calling_name: str, outcome: CallingNameOutcome) -> None:
    """The name ``UpdateFailed`` and one of spaces only; clearing a name never does."""
    assert CARRIER.calling_name_outcome("+12065550100", calling_name) == outcome


@given(st.from_regex(r"[a-zA-Z0-9 ]{2,15}", fullmatch=True), st.sampled_from(["+12065550100", "+12065550101"]))
def test_the_same_question_has_the_same_answer(calling_name: str, e164: str) -> None:
    """A write may be run again and must come to the same; the number makes no difference."""
    answers = {CARRIER.calling_name_outcome(number, calling_name) for number in (e164, e164, "+13105550100")}
    assert answers == {"UpdateSucceeded" if calling_name.strip() and calling_name != "UpdateFailed" else "UpdateFailed"}


SOLD = [(country, kind) for country, kinds in COUNTRIES.items() for kind in kinds]
US: dict[str, dict[str, Any]] = {
    "area code": {"area_code": "206"},
    "state": {"state": "WA"},
    "city": {"state": "WA", "city": "SEATTLE"},
    "city in an area code": {"state": "NY", "city": "NEW YORK", "area_code": "646"},
    "toll-free": {"toll_free_prefix": "844"},
}
POOLS = {"state": len(us_places().area_codes["WA"])}
"""How many pools there are for one search; one where it is not said."""


def numbers(carrier: SimulatedCarrier, start: int = 0, country: str = "US", **filters: Any) -> list[str]:
    """Return all numbers of a search."""
    return list(carrier.numbers_for_sale(NumberSearch(country=country, **filters), start))


@pytest.mark.parametrize(("country", "kind"), [sold for sold in SOLD if sold[0] != "US"])
def test_a_whole_country(country: str, kind: NumberType) -> None:
    """The largest pool has every number once; they are valid, of the country and of the type, and can be ordered."""
    carrier = SimulatedCarrier(pool_size=CAPACITY)
    found = numbers(carrier, country=country, type=kind)
    assert len(set(found)) == len(found) == CAPACITY
    assert [e164 for e164 in found[::7] if carrier.facts_of(e164) != NumberFacts(e164, country, kind)] == []


@given(st.sampled_from(sorted(US)), st.integers(1, 1000), st.integers(1, 50), st.integers(0, 60))
def test_numbers_of_the_us(name: str, seed: int, size: int, start: int) -> None:
    """Whatever the seed: valid, of the type, for sale, acquired when ordered and released in the end, and each once."""
    carrier = SimulatedCarrier(seed, size)
    found = numbers(carrier, **US[name])
    kind: NumberType = "TollFree" if name == "toll-free" else "Local"
    assert len(found) == len(set(found)) == size * POOLS.get(name, 1)
    for e164 in islice(found, 50):
        assert carrier.facts_of(e164) == NumberFacts(e164, "US", kind)
        assert carrier.acquisition_outcome(e164) == "Acquired"
        assert carrier.release_outcome(e164) == "Removed"
    assert numbers(carrier, start, **US[name]) == found[start:]
    assert numbers(SimulatedCarrier(seed, size), **US[name]) == found


@pytest.mark.parametrize("filters", [*US.values(), {"country": "GB", "type": "Local"}])
def test_another_seed_has_another_pool(filters: dict[str, Any]) -> None:
    """Other numbers or the same in another order, and beyond those for fiction other ones."""
    one, other = numbers(SimulatedCarrier(1, 200), **filters), numbers(SimulatedCarrier(2, 200), **filters)
    assert one[:20] != other[:20]
    assert set(one) != set(other)


def test_numbers_are_where_they_were_sought() -> None:
    """An area code begins with its fictional numbers; a state has a pool for each area code, one after the other."""
    carrier = SimulatedCarrier(pool_size=10)
    assert {e164[:9] for e164 in numbers(carrier, area_code="206")} == {"+12065550"}
    assert {e164[2:5] for e164 in numbers(carrier, toll_free_prefix="833")} == {"833"}
    state = numbers(carrier, state="WA")
    assert state[:10] == numbers(carrier, area_code="206")
    assert state[10:20] == numbers(carrier, area_code="253")
    assert numbers(carrier, state="WA", area_code="253") == state[10:20]
    city = numbers(carrier, state="NY", city="NEW YORK")
    assert {e164[2:5] for e164 in city} >= {"212", "332", "646"}
    assert {e164[2:5] for e164 in numbers(carrier, state="NY", city="NEW YORK", area_code="646")} == {"646"}


@pytest.mark.parametrize(
    "filters",
    [
        {"area_code": "204"},
        {"area_code": "800"},
        {"area_code": "nope"},
        {"area_code": "206", "state": "OR"},
        {"area_code": "212", "state": "WA", "city": "SEATTLE"},
        {"state": "XX"},
        {"state": "BC"},
        {"state": "WASHINGTON"},
        {"state": "OR", "city": "SEATTLE"},
        {"toll_free_prefix": "800"},
        {"toll_free_prefix": "844", "state": "WA"},
        {"area_code": "206", "type": "TollFree"},
        {"country": "JP", "type": "Local"},
        {"country": "CA", "type": "TollFree"},
        {"country": "IT", "type": "Local"},
    ],
)
def test_searches_that_find_nothing(filters: dict[str, Any]) -> None:
    """Places of other countries, places that do not fit together, what is not sold, and the prefix 800."""
    assert numbers(SimulatedCarrier(), **filters) == []


def test_where_numbers_are_sold() -> None:
    """The countries of AWS's guide and the U.S., in alphabetical order."""
    assert " ".join(CARRIER.countries()) == "AT AU CA CH DE DK FI GB IE IT KR NG NZ PR SE US"
    assert CARRIER.countries()["CA"] == ("Local",)
    assert CARRIER.countries()["IT"] == ("TollFree",)
    assert CARRIER.countries()["US"] == ("Local", "TollFree")


@pytest.mark.parametrize(
    "e164",
    ["+81312345678", "+390612345678", "+12425550100", "+19005550100", "+1206", "nope"],
    ids=["Japan", "Italy, local", "Bahamas", "premium rate", "too short", "no number"],
)
def test_numbers_that_are_not_sold(e164: str) -> None:
    """Those of other countries, and those of types that a country has not."""
    assert CARRIER.facts_of(e164) is None


def test_a_number_that_no_search_shows_is_sold_too() -> None:
    """So that a program may name its numbers, and those that fail."""
    for e164 in ("+12062345678", "+12065550404", "+18005550199"):
        assert CARRIER.facts_of(e164) == facts_of(e164)


def test_a_country_without_a_type_has_no_example() -> None:
    """Not an invented one."""
    with pytest.raises(LookupError, match="AQ has no Local numbers"):
        example_of("AQ", "Local")
