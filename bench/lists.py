"""ListPhoneNumbers on accounts of three sizes: the time of a page must not depend on the size, whatever the filters."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

import postgres
from bench import servers
from bench.inventories import CONNECTORS, SAFE, fill, fill_database, place
from bench.load import load
from bench.servers import Running
from bench.signed import Signed, sign
from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.contract.voice.phone_numbers import ListPhoneNumbersRequest
from dialbook.operations.context import Context
from dialbook.operations.paging import token_of
from dialbook.server.build import open_store
from dialbook.server.clock import wall
from dialbook.server.page_tokens import SealedPageTokens, page_tokens

SIZES = (1_000, 100_000, 5_000_000)
FILTERS: dict[str, dict[str, str]] = {
    "none": {},
    "status": {"status": "Unassigned"},
    "product type": {"product-type": "SipMediaApplicationDialIn"},
    "status, product type": {"status": "Unassigned", "product-type": "VoiceConnector"},
    "voice connector": {"filter-name": "VoiceConnectorId", "filter-value": CONNECTORS[0]},
    "voice connector, status, product type": {
        "filter-name": "VoiceConnectorId",
        "filter-value": CONNECTORS[0],
        "status": "Assigned",
        "product-type": "VoiceConnector",
    },
    "a voice connector without numbers": {"filter-name": "VoiceConnectorId", "filter-value": "x" * 22},
}


PAGES: dict[str, Callable[[int], int | None]] = {
    "the first": lambda _: None,
    "the middle": lambda size: size // 2,
    "the last": lambda size: size - 101,
}
"""Of each page, the index of the number that it follows, in an account of so many."""


class Inventory(msgspec.Struct, frozen=True):
    """A store of one size, and the server that serves it."""

    size: int
    server: Running
    tokens: SealedPageTokens


def rows(folder: Path, seconds: float, rounds: int) -> list[list[str]]:
    """Return the figures of SQLite files."""

    def make(size: int) -> str:
        store = folder / f"numbers-{size}.db"
        fill(store, size)
        return str(store)

    return figures(make, seconds, rounds)


def database_rows(seconds: float, rounds: int) -> list[list[str]]:
    """Return the figures of PostgreSQL databases."""
    with postgres.running(**SAFE) as cluster:
        return figures(lambda size: fill_database(cluster, size), seconds, rounds)


def figures(make: Callable[[int], str], seconds: float, rounds: int) -> list[list[str]]:
    """Return the median time of three pages, for every filter, with the ratio of slowest to quickest size."""
    with ExitStack() as stack:
        inventories = [stack.enter_context(inventory(make(size), size)) for size in SIZES]
        return [
            row(f"{name}, {page} page", filters, follows, inventories, max(1, round(seconds / len(PAGES))), rounds)
            for name, filters in FILTERS.items()
            for page, follows in PAGES.items()
        ]


@contextmanager
def inventory(store: str, size: int) -> Iterator[Inventory]:
    """Serve a store."""
    port = servers.free_port()
    with servers.running(partial(servers.dialbook, store=store)(port), port, listing({})) as server:
        yield Inventory(size, server, asyncio.run(tokens_of(store)))


async def tokens_of(store: str) -> SealedPageTokens:
    """Return the tokens that the server of a store makes."""
    opened = open_store(store)
    try:
        return await page_tokens(opened)
    finally:
        await opened.close()


def row(
    name: str,
    filters: dict[str, str],
    follows: Callable[[int], int | None],
    inventories: list[Inventory],
    seconds: float,
    rounds: int,
) -> list[str]:
    """Measure one page on each size in turn."""
    seen: dict[int, list[float]] = {inventory.size: [] for inventory in inventories}
    for _ in range(rounds):
        for inventory in inventories:
            index = follows(inventory.size)
            token = {} if index is None else {"next-token": token_behind(index, inventory, filters)}
            figures = load(inventory.server.port, [listing(filters | token)], 1, seconds)
            seen[inventory.size].append(figures.p50_milliseconds)
    medians = [statistics.median(times) for times in seen.values()]
    return [name, *(f"{median:.2f}" for median in medians), f"{max(medians) / min(medians):.2f}"]


def listing(parameters: dict[str, str]) -> Signed:
    """Sign a ListPhoneNumbers of pages of 100."""
    return sign("GET", f"/phone-numbers?{urlencode({'max-results': '100'} | parameters)}")


def token_behind(index: int, inventory: Inventory, filters: dict[str, str]) -> str:
    """Return the token that a client has when it has gone so far."""
    names = {
        "status": "status",
        "product-type": "product_type",
        "filter-name": "filter_name",
        "filter-value": "filter_value",
    }
    request = ListPhoneNumbersRequest(**{names[name]: value for name, value in filters.items()})  # type: ignore[arg-type]
    return token_of(context(inventory.tokens), request, place(index))


def context(tokens: SealedPageTokens) -> Context:
    """Return as much of a context as a token is made of."""
    absent: Any = None
    return Context(
        tx=absent,
        account=DEVELOPMENT_ACCOUNT,
        region="us-east-1",
        namespace="chime-sdk-voice",
        now=wall(),
        rules=absent,
        carrier=absent,
        ids=absent,
        tokens=tokens,
    )
