"""ListPhoneNumbers on accounts of three sizes: the time of a page must not depend on the size, whatever the filters."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from bench import servers
from bench.inventories import CONNECTORS, fill, place
from bench.load import load
from bench.servers import Running
from bench.signed import Signed, sign
from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.contract.voice.phone_numbers import ListPhoneNumbersRequest
from dialbook.operations.context import Context
from dialbook.operations.paging import token_of
from dialbook.server.clock import wall
from dialbook.server.page_tokens import SealedPageTokens, page_tokens
from dialbook.stores.sqlite import open_sqlite

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


class Inventory(msgspec.Struct, frozen=True):
    """A store of one size, and the server that serves it."""

    size: int
    server: Running
    tokens: SealedPageTokens


def rows(folder: Path, seconds: float, rounds: int) -> list[list[str]]:
    """Return the median time of the first page and of one in the middle, for every filter, with the ratio of slowest to quickest size."""
    with ExitStack() as stack:
        inventories = [stack.enter_context(inventory(folder, size)) for size in SIZES]
        return [
            row(
                f"{name}, {'the middle' if middle else 'the first'} page", filters, middle, inventories, seconds, rounds
            )
            for name, filters in FILTERS.items()
            for middle in (False, True)
        ]


@contextmanager
def inventory(folder: Path, size: int) -> Iterator[Inventory]:
    """Fill a store and serve it."""
    store = folder / f"numbers-{size}.db"
    fill(store, size)
    port = servers.free_port()
    with servers.running(partial(servers.dialbook, store=store)(port), port, listing({})) as server:
        yield Inventory(size, server, asyncio.run(tokens_of(store)))


async def tokens_of(store: Path) -> SealedPageTokens:
    """Return the tokens that the server of a store makes."""
    opened = open_sqlite(store)
    try:
        return await page_tokens(opened)
    finally:
        await opened.close()


def row(
    name: str, filters: dict[str, str], middle: bool, inventories: list[Inventory], seconds: float, rounds: int
) -> list[str]:
    """Measure one page on each size in turn."""
    seen: dict[int, list[float]] = {inventory.size: [] for inventory in inventories}
    for _ in range(rounds):
        for inventory in inventories:
            token = {"next-token": middle_token(inventory, filters)} if middle else {}
            figures = load(inventory.server.port, [listing(filters | token)], 1, seconds)
            seen[inventory.size].append(figures.p50_milliseconds)
    medians = [statistics.median(times) for times in seen.values()]
    return [name, *(f"{median:.2f}" for median in medians), f"{max(medians) / min(medians):.2f}"]


def listing(parameters: dict[str, str]) -> Signed:
    """Sign a ListPhoneNumbers of pages of 100."""
    return sign("GET", f"/phone-numbers?{urlencode({'max-results': '100'} | parameters)}")


def middle_token(inventory: Inventory, filters: dict[str, str]) -> str:
    """Return the token that a client has when it has gone through half of the numbers."""
    names = {
        "status": "status",
        "product-type": "product_type",
        "filter-name": "filter_name",
        "filter-value": "filter_value",
    }
    request = ListPhoneNumbersRequest(**{names[name]: value for name, value in filters.items()})  # type: ignore[arg-type]
    return token_of(context(inventory.tokens), request, place(inventory.size // 2))


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
