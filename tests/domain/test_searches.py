"""What a search may ask for."""

from __future__ import annotations

from typing import Any

import pytest

from dialbook.domain.phone_numbers import NumberType
from dialbook.domain.refusal import Refusal
from dialbook.domain.searches import NumberSearch, capitals, refuse_unfit_search

AREA, PLACE, PREFIX = {"area_code": "206"}, {"state": "WA"}, {"toll_free_prefix": "844"}


def search(country: str = "US", **members: Any) -> NumberSearch:
    """Return a search."""
    return NumberSearch(country=country, **members)


@pytest.mark.parametrize(
    "fit",
    [
        search(**AREA),
        search(**PLACE),
        search(**PREFIX),
        search(**PLACE, city="SEATTLE"),
        search(**AREA, **PLACE, city="SEATTLE", type="Local"),
        search(**AREA, **PREFIX),
        search("GB", type="Local"),
        search("JP", type="TollFree"),
    ],
)
def test_searches_that_ask_enough(fit: NumberSearch) -> None:
    """In the U.S. one filter, elsewhere the type; what contradicts itself only finds nothing."""
    refuse_unfit_search(fit)


@pytest.mark.parametrize(
    ("unfit", "message"),
    [
        (search(), "One of AreaCode, City, State and TollFreePrefix must be given for the U.S."),
        (search(type="Local"), "One of AreaCode, City, State and TollFreePrefix must be given for the U.S."),
        (search(city="SEATTLE"), "State must be given with City."),
        (search(city="SEATTLE", **AREA), "State must be given with City."),
        (search("GB"), "PhoneNumberType must be given for countries other than the U.S."),
        (
            search("GB", type="Local", **AREA),
            "AreaCode, City, State and TollFreePrefix can be given only for the U.S.",
        ),
        (search("GB", **PLACE), "AreaCode, City, State and TollFreePrefix can be given only for the U.S."),
        (search("GB", **PREFIX), "AreaCode, City, State and TollFreePrefix can be given only for the U.S."),
        (search("GB", city="LONDON"), "AreaCode, City, State and TollFreePrefix can be given only for the U.S."),
    ],
)
def test_searches_that_are_refused(unfit: NumberSearch, message: str) -> None:
    """The sentence names what is missing or too much."""
    with pytest.raises(Refusal) as caught:
        refuse_unfit_search(unfit)
    assert (caught.value.code, caught.value.message) == ("BadRequest", message)


@pytest.mark.parametrize(
    ("asked", "sought"),
    [
        (search(**AREA), "Local"),
        (search(**AREA, type="Local"), "Local"),
        (search(**PREFIX), "TollFree"),
        (search(**PREFIX, type="TollFree"), "TollFree"),
        (search(**AREA, type="TollFree"), None),
        (search(**PREFIX, type="Local"), None),
        (search(**PREFIX, **AREA), None),
        (search(**PREFIX, **PLACE), None),
        (search("GB", type="Local"), "Local"),
        (search("GB", type="TollFree"), "TollFree"),
    ],
)
def test_the_type_that_a_search_can_find(asked: NumberSearch, sought: NumberType | None) -> None:
    """Toll-free numbers have a prefix and no place, local ones the other way round."""
    assert asked.sought_type() == sought


@pytest.mark.parametrize(
    ("given", "compared"),
    [("Seattle", "SEATTLE"), (" new   york ", "NEW YORK"), ("", None), ("  ", None), (None, None)],
)
def test_places_are_compared_in_capitals(given: str | None, compared: str | None) -> None:
    """White space around and between words means nothing."""
    assert capitals(given) == compared
