"""The same scenario on both stores."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialbook.ports.store import Store
from dialbook.server.ids import fraction
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.store import PostgresStore, open_postgres
from dialbook.stores.sqlite import open_sqlite
from fresh import SHARDED, way_to
from postgres import empty, new_database

Sort = Literal["sqlite", "postgresql"]
SORTS: tuple[Sort, ...] = ("sqlite", "postgresql")
LIMITS = Limits(connections=4)
FEWER = 12
"""How many times fewer examples are generated for a server, which takes many times as long."""


@contextlib.asynccontextmanager
async def empty_store(sort: Sort) -> AsyncIterator[Store]:
    """Have a store with nothing in it."""
    store: Store = open_sqlite(None) if sort == "sqlite" else await emptied_database()
    try:
        yield store
    finally:
        await store.close()


async def emptied_database() -> PostgresStore:
    """Return a store in a database that all tests use, one after the other."""
    url = _shared_database()
    empty(url)
    return open_postgres(way_to(url), fraction, LIMITS)


@functools.cache
def _shared_database() -> str:
    return new_database(sharded=SHARDED)


def on_both(*strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., Awaitable[None]]], Callable[..., None]]:
    """Make a test of a scenario, which is given an empty store and an example of each strategy."""

    def decorate(scenario: Callable[..., Awaitable[None]]) -> Callable[..., None]:
        @pytest.mark.parametrize("sort", SORTS)
        def test(sort: Sort) -> None:
            async def run(*values: Any) -> None:
                async with empty_store(sort) as store:
                    await scenario(store, *values)

            def example(values: tuple[Any, ...]) -> None:
                asyncio.run(run(*values))

            if not strategies:
                example(())
                return
            usual = settings.default
            assert usual is not None
            count = usual.max_examples if sort == "sqlite" else max(1, usual.max_examples // FEWER)
            settings(max_examples=count)(given(st.tuples(*strategies))(example))()

        test.__name__, test.__doc__, test.__module__ = scenario.__name__, scenario.__doc__, scenario.__module__
        return test

    return decorate
