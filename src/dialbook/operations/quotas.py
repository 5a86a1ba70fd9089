"""How many numbers, and how many things of another kind, an account may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialbook.domain.life import COUNTED, counted
from dialbook.domain.phone_numbers import PhoneNumber, visible_products
from dialbook.domain.refusal import Refusal
from dialbook.operations.context import Context
from dialbook.ports.store import AnyOf, Value

PAGE = 100
"""How many numbers are looked at together."""


async def refuse_over_quota(ctx: Context, adding: int) -> None:
    """Refuse to add so many numbers to those that the account has. It is to be asked before they are put.

    Numbers that failed or are in the deletion queue do not count (BEHAVIOUR.md 5, row 25); those of a product that this namespace does
    not show do. Raises Refusal ResourceLimitExceeded.
    """
    quota = ctx.rules.phone_number_quota
    if quota is None:
        return
    left, page = quota - adding, await _page(ctx, None)
    while left >= 0:
        left -= sum(counted(number, ctx.now) for number in page)
        if len(page) < PAGE:
            break
        page = await _page(ctx, (page[-1].created_at, page[-1].e164))
    if left < 0:
        raise Refusal("ResourceLimitExceeded", "The account must not have more phone numbers than its quota.")


async def refuse_one_more(ctx: Context, kind: type[Any], where: Mapping[str, Value], quota: int | None) -> None:
    """Refuse to make another of a kind where the account has as many as its quota, in the region that ``where`` may name.

    It is to be asked before the new one is put. Raises Refusal ResourceLimitExceeded.
    """
    if quota is None:
        return
    if len(await ctx.tx.page(kind, {"account": ctx.account, **where}, None, quota)) >= quota:
        scope = " in a region" if "aws_region" in where else ""
        raise Refusal("ResourceLimitExceeded", f"The account must not have more {kind.noun}s{scope} than its quota.")


async def _page(ctx: Context, after: Sequence[Value] | None) -> list[PhoneNumber]:
    products = visible_products("chime", ctx.rules)
    where: dict[str, Value | AnyOf] = {
        "account": ctx.account,
        "status": AnyOf(COUNTED),
        "product_type": AnyOf(products),
    }
    return await ctx.tx.page(PhoneNumber, where, after, PAGE, ("created_at", "e164"))
