"""What is for sale: an operator's pool where one is loaded, what the carrier sells where not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialbook.domain.numbering import NumberFacts
from dialbook.domain.phone_numbers import Acquisition, NumberType
from dialbook.domain.pool import PoolNumber
from dialbook.operations.context import Context


async def on_offer(ctx: Context, e164: str) -> tuple[NumberFacts, Acquisition | None] | None:
    """Return what is known of a number that is for sale, and what a pool says of its acquisition; whether somebody owns it is not asked.

    A pool is all that there is where it is loaded. The carrier sells every valid number of its countries and types, not only those that
    a search shows: our choice, so that a test may name its numbers.
    """
    pooled = await ctx.tx.look(PoolNumber, (e164,))
    if pooled is not None:
        return NumberFacts(pooled.e164, pooled.country, pooled.type), pooled.outcome
    facts = None if await pool_is_loaded(ctx) else ctx.carrier.facts_of(e164)
    return None if facts is None else (facts, None)


async def pool_is_loaded(ctx: Context) -> bool:
    """Tell whether the operator has loaded a pool, if only of one number."""
    return bool(await ctx.tx.page(PoolNumber, {}, None, 1))


async def countries_on_offer(ctx: Context) -> Mapping[str, Sequence[NumberType]]:
    """Return the countries of which there are numbers for sale, owned or not, with the types of these."""
    pooled = await _first_behind(ctx, None)
    if pooled is None:
        return ctx.carrier.countries()
    found: dict[str, list[NumberType]] = {}
    while pooled is not None:
        found.setdefault(pooled.country, []).append(pooled.type)
        pooled = await _first_behind(ctx, (pooled.country, pooled.type))
    return found


async def _first_behind(ctx: Context, after: tuple[str, str] | None) -> PoolNumber | None:
    """Return a number of the pool's next country and type: one step in an index, however many numbers the pool has."""
    return next(iter(await ctx.tx.page(PoolNumber, {}, after, 1, ("country", "type"))), None)
