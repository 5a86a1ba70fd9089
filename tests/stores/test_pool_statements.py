"""How SQLite looks for numbers of an operator's pool: by an index, however many there are."""

from __future__ import annotations

import asyncio
from pathlib import Path

import apsw
import pytest

from dialbook.domain.pool import PoolNumber
from dialbook.domain.searches import NumberSearch
from dialbook.operations.searching import conditions
from dialbook.stores import statements
from dialbook.stores.rows import Mapper, mapper_of
from dialbook.stores.sqlite import open_sqlite
from stores.test_statements import plan

POOL: Mapper[PoolNumber] = mapper_of(PoolNumber)

SEARCHES = {
    "area code": (
        NumberSearch(country="US", area_code="206"),
        "pool_numbers_by_area (country=? AND type=? AND area_code=?",
    ),
    "area code and state": (
        NumberSearch(country="US", area_code="206", state="WA"),
        "pool_numbers_by_area (country=? AND type=? AND area_code=?",
    ),
    "toll-free prefix": (
        NumberSearch(country="US", toll_free_prefix="844"),
        "pool_numbers_by_area (country=? AND type=? AND area_code=?",
    ),
    "state": (NumberSearch(country="US", state="WA"), "pool_numbers_by_state (country=? AND type=? AND state=?"),
    "city": (
        NumberSearch(country="US", state="WA", city="SEATTLE"),
        "pool_numbers_by_place (country=? AND type=? AND state=? AND city=?",
    ),
    "city in an area code": (
        NumberSearch(country="US", state="WA", city="SEATTLE", area_code="206"),
        "pool_numbers_by_place (country=? AND type=? AND state=? AND city=?",
    ),
    "country": (
        NumberSearch(country="GB", type="Local"),
        "pool_numbers_by_area (country=? AND type=? AND area_code=?",
    ),
}


@pytest.fixture
def connection(location: Path) -> apsw.Connection:
    """Connect to a file with the store's schema."""
    asyncio.run(open_sqlite(location).close())
    return apsw.Connection(str(location))


@pytest.mark.parametrize("following", [(), ("e164",)], ids=["first", "any other"])
@pytest.mark.parametrize(("search", "index"), SEARCHES.values(), ids=SEARCHES.keys())
def test_a_page_of_a_search_reads_what_it_returns(
    connection: apsw.Connection, search: NumberSearch, index: str, following: tuple[str, ...]
) -> None:
    """Every search is one place in one index, the first page and any other, and nothing is sorted."""
    where = conditions(search)
    assert where is not None
    equal = tuple(column for column, value in where.items() if value is not None)
    null = tuple(column for column, value in where.items() if value is None)

    steps = plan(connection, statements.select_page(POOL, equal, null, (), ("e164",), following))

    assert steps == f"SEARCH pool_numbers USING INDEX {index}{' AND e164>?' if following else ''})"


@pytest.mark.parametrize("following", [(), ("country", "type")], ids=["first", "any other"])
def test_the_next_country_is_one_step(connection: apsw.Connection, following: tuple[str, ...]) -> None:
    """The list of countries goes from one to the next without reading the numbers between."""
    steps = plan(connection, statements.select_page(POOL, (), (), (), ("country", "type"), following))
    assert steps.split(" pool_numbers USING INDEX pool_numbers_by_")[0] == ("SEARCH" if following else "SCAN")
    assert "B-TREE" not in steps
