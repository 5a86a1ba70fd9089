"""The simulated carrier: no telephone network, but the same answers for the same questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialbook.carriers.countries import COUNTRIES
from dialbook.carriers.numbering_plan import InvalidNumber, example_of, facts_of
from dialbook.carriers.places import is_us_area_code, us_places
from dialbook.carriers.shuffle import CAPACITY, number_at
from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import Acquisition, CallingNameOutcome, NumberType, Release
from dialbook.domain.searches import NumberSearch

FAILING_CALLING_NAME = "UpdateFailed"
NOT_ACQUIRED = "0404"
NOT_RELEASED = "0405"
NOT_REMOVED = "0406"
"""The last four digits of numbers that fail, so that a program can be shown the failure too. Our choice."""


class SimulatedCarrier:
    """A carrier that does what it is asked, but for names and numbers that are made to fail.

    Its numbers are computed: the same seed gives the same numbers, everywhere and always. A search finds at most ``pool_size`` numbers
    of each area code, city, toll-free prefix and country.
    """

    def __init__(self, seed: int = 1, pool_size: int = 1000) -> None:
        """Sell the numbers of a seed."""
        self._seed = seed
        self._pool_size = min(pool_size, CAPACITY)

    def calling_name_outcome(self, e164: str, calling_name: str) -> CallingNameOutcome:  # noqa: ARG002 - the port's shape
        """Refuse the name ``UpdateFailed``, and one of spaces only, which no CNAM database takes."""
        blank = calling_name != "" and not calling_name.strip()
        return "UpdateFailed" if blank or calling_name == FAILING_CALLING_NAME else "UpdateSucceeded"

    def facts_of(self, e164: str) -> NumberFacts | None:
        """Know every valid number of the countries and types that are sold."""
        try:
            facts = facts_of(e164)
        except InvalidNumber:
            return None
        return facts if facts.type in COUNTRIES.get(facts.country, ()) else None

    def countries(self) -> Mapping[str, tuple[NumberType, ...]]:
        """Sell where AWS does."""
        return COUNTRIES

    def numbers_for_sale(self, search: NumberSearch, start: int) -> Iterator[str]:
        """Yield numbers that do not fail."""
        pools = pools_of(search)
        for position in range(start, len(pools) * self._pool_size):
            pool, order = divmod(position, self._pool_size)
            yield number_at(pools[pool], order, self._seed)

    def acquisition_outcome(self, e164: str, in_pool: Acquisition | None = None) -> Acquisition:
        """Fail for numbers that end in 0404, unless a pool says otherwise."""
        return in_pool or ("AcquireFailed" if e164.endswith(NOT_ACQUIRED) else "Acquired")

    def release_outcome(self, e164: str) -> Release:
        """Fail for numbers that end in 0405, and at the very end for those in 0406."""
        if e164.endswith(NOT_RELEASED):
            return "ReleaseFailed"
        return "DeleteFailed" if e164.endswith(NOT_REMOVED) else "Removed"


Prefixes = tuple[str, ...]
"""All but the last four digits of the numbers of a pool, without the plus sign."""


def pools_of(search: NumberSearch) -> list[Prefixes]:
    """Return the pools in which there are numbers of a search, one after the other."""
    sought = search.sought_type()
    if sought is None or sought not in COUNTRIES.get(search.country, ()):
        return []
    if search.country != "US":
        return [(example_of(search.country, sought)[1:-4],)]
    if sought == "TollFree":
        # "800" is accepted and finds nothing, as in AWS (BEHAVIOUR.md 3.5).
        return [] if search.toll_free_prefix == "800" else [(f"1{search.toll_free_prefix}555",)]
    return pools_of_place(search) if search.state else pools_of_area_code(search)


def pools_of_area_code(search: NumberSearch) -> list[Prefixes]:
    """Return the exchange 555 of an area code; one that there is not is no mistake."""
    return [(f"1{search.area_code}555",)] if search.area_code and is_us_area_code(search.area_code) else []


def pools_of_place(search: NumberSearch) -> list[Prefixes]:
    """Return a city's exchanges or, of a whole state, the exchange 555 of each area code."""
    places, state, area_code = us_places(), search.state or "", search.area_code
    if search.city is None:
        return [(f"1{code}555",) for code in places.area_codes.get(state, ()) if area_code in (None, code)]
    exchanges = places.exchanges.get((search.city, state), ())
    exchanges = tuple(exchange for exchange in exchanges if area_code in (None, exchange[1:4]))
    return [exchanges] if exchanges else []
