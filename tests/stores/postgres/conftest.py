"""Databases for one test each, and stores in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest

from dialbook.server.ids import fraction
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.store import PostgresStore, open_postgres
from postgres import beside, database
from stores.both import LIMITS

T = TypeVar("T")
Scenario = Callable[[PostgresStore], Awaitable[T]]
RunScenario = Callable[..., Any]


@pytest.fixture
def url() -> Iterator[str]:
    """Have a database with today's schema."""
    with database() as made:
        yield made


@pytest.fixture
def empty_url() -> Iterator[str]:
    """Have a database with nothing in it."""
    with database(empty=True) as made:
        yield made


def with_store(url: str, scenario: Scenario[T], limits: Limits = LIMITS) -> T:
    """Run a scenario on a store in a database."""

    async def run() -> T:
        store = open_postgres(url, fraction, limits)
        try:
            return await scenario(store)
        finally:
            await store.close()

    return beside(run())
