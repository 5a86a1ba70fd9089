"""How SQLite runs the statements that lists of orders are made of."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import apsw
import pytest

from dialbook.domain.orders import PhoneNumberOrder
from dialbook.stores import statements
from dialbook.stores.rows import Mapper, mapper_of
from dialbook.stores.sqlite import open_sqlite

ORDERS: Mapper[PhoneNumberOrder] = mapper_of(PhoneNumberOrder)
ORDER = ("created_at", "order_id")


@pytest.mark.parametrize("following", [(), ORDER], ids=["first", "any other"])
@pytest.mark.parametrize("products", [1, 2, 3])
def test_a_page_of_orders_reads_what_it_returns(location: Path, products: int, following: tuple[str, ...]) -> None:
    """The first page and the hundred-thousandth are one place in one index for each product, and no row is skipped."""
    asyncio.run(open_sqlite(location).close())
    sql = statements.select_page(ORDERS, ("account",), (), (("product_type", products),), ORDER, following)
    bindings = ["x"] * len(set(re.findall(r"\$\d+", sql)))

    steps = [str(row[3]) for row in apsw.Connection(str(location)).execute(f"explain query plan {sql}", bindings)]

    begins = " AND (created_at,order_id)>(?,?))" if following else ")"
    index = f"phone_number_orders_by_time (account=? AND product_type=?{begins}"
    searches = [step for step in steps if step.startswith(("SEARCH", "SCAN phone_number_orders"))]
    assert searches == [f"SEARCH phone_number_orders USING INDEX {index}"] * products
    if products == 1:
        assert steps == searches
