"""Numbers that a search finds, a page at a time: from the carrier, or from the pool that the operator has loaded.

Only the registry knows which numbers are owned, so a page looks at one number after the other. How many it looks at is bounded: where
most are owned a page may hold fewer numbers than asked for, and its token leads on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from dialbook.domain.pool import PoolNumber
from dialbook.domain.searches import NumberSearch
from dialbook.operations.context import Context
from dialbook.operations.paging import ListRequest, place_of
from dialbook.ports.store import Value

DEFAULT_PAGE = 100
"""As AWS has been seen to answer (BEHAVIOUR.md 3.5)."""
LOOKS = 5000
"""How many numbers one request looks at. Our choice: some 50 ms."""
BATCH = 200
"""How many numbers of the operator's pool are read at once."""


async def available_from_carrier(
    ctx: Context, request: ListRequest, search: NumberSearch
) -> tuple[list[str], int | None]:
    """Return a page of numbers and the position at which the next one begins, None after the last."""
    limit = request.max_results or DEFAULT_PAGE
    start = place_of(ctx, request, int) or 0
    found: list[str] = []
    for position, e164 in enumerate(islice(ctx.carrier.numbers_for_sale(search, start), LOOKS), start):
        if await ctx.tx.is_free(e164):
            if len(found) == limit:
                return found, position
            found.append(e164)
    more = any(True for _ in ctx.carrier.numbers_for_sale(search, start + LOOKS))
    return found, start + LOOKS if more else None


async def available_from_pool(ctx: Context, request: ListRequest, search: NumberSearch) -> tuple[list[str], str | None]:
    """Return a page of numbers and the number behind which the next one begins, None after the last."""
    limit = request.max_results or DEFAULT_PAGE
    after = place_of(ctx, request, str)
    found: list[str] = []
    for _ in range(LOOKS // BATCH):
        batch = await _pooled(ctx, search, after)
        for number in batch:
            if _fits(number, search) and await ctx.tx.is_free(number.e164):
                if len(found) == limit:
                    return found, after
                found.append(number.e164)
            after = number.e164
        if len(batch) < BATCH:
            return found, None
    return found, after


async def _pooled(ctx: Context, search: NumberSearch, after: str | None) -> Sequence[PoolNumber]:
    """Return pool numbers that an index finds for the search, in the order of the numbers; ``_fits`` is asked for the rest."""
    where = conditions(search)
    if where is None:
        return []
    return await ctx.tx.page(PoolNumber, where, None if after is None else (after,), BATCH, ("e164",))


def conditions(search: NumberSearch) -> dict[str, Value] | None:
    """Return what the best index for a search can find: a city, an area code, a state or, outside the U.S., a country."""
    sought = search.sought_type()
    if sought is None:
        return None
    found: dict[str, Value] = {"country": search.country, "type": sought}
    if search.city:
        return found | {"state": search.state, "city": search.city}
    if search.state and not search.area_code:
        return found | {"state": search.state}
    return found | {"area_code": search.area_code or search.toll_free_prefix}


def _fits(number: PoolNumber, search: NumberSearch) -> bool:
    return search.area_code in (None, number.area_code) and search.state in (None, number.state)
