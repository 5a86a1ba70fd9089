"""Lists, a page at a time, in the order of creation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import msgspec

from dialbook.domain.refusal import Refusal
from dialbook.operations.context import Context
from dialbook.ports.store import AnyOf, R, Value

P = TypeVar("P")

LIFE_OF_TOKENS = timedelta(hours=24)
"""How long a NextToken is good for. Our choice."""


class ListRequest(Protocol):
    """A request that says which page, and of what."""

    @property
    def max_results(self) -> int | None:
        """Return the size of the page."""
        ...

    @property
    def next_token(self) -> str | None:
        """Return where it begins."""
        ...


class Token(msgspec.Struct, frozen=True, array_like=True):
    """A place in a list, and until when one may go on from it."""

    good_until: datetime
    place: msgspec.Raw


async def page(
    ctx: Context, request: ListRequest, kind: type[R], where: Mapping[str, Value | AnyOf]
) -> tuple[list[R], str | None]:
    """Return a page of the account's records and the token of the next one, None after the last.

    Records come in the order of their creation, then of their id (BEHAVIOUR.md 5, row 32): what is created while a client pages comes
    last, but where it is created by a node whose clock is behind. Raises Refusal BadRequest for a token that is not of this account,
    this operation and these filters.
    """
    limit = request.max_results or default_page(ctx)
    order = ("created_at", kind.key[-1])
    after = place_of(ctx, request, tuple[datetime, str])
    records = await ctx.tx.page(kind, {"account": ctx.account, **where}, after, limit + 1, order)
    if len(records) <= limit:
        return records, None
    last = records[limit - 1]
    return records[:limit], token_of(ctx, request, (last.created_at, getattr(last, order[1])))


def default_page(ctx: Context) -> int:
    """Return the size of a page that names none: the largest that the contract allows (BEHAVIOUR.md 5, row 26)."""
    return 99 if ctx.namespace == "chime" else 100


def token_of(ctx: Context, request: ListRequest, place: object) -> str:
    """Return the token for what comes behind a place: whatever tells where the list goes on."""
    token = Token(ctx.now + LIFE_OF_TOKENS, msgspec.Raw(msgspec.json.encode(place)))
    return ctx.tokens.seal(msgspec.json.encode(token), description_of(ctx, request))


def place_of(ctx: Context, request: ListRequest, kind: type[P]) -> P | None:
    """Return the place of a request's token, None where it has none. Raises Refusal BadRequest.

    A token whose place is of another kind was made when the list had another source.
    """
    if request.next_token is None:
        return None
    try:
        token = msgspec.json.decode(ctx.tokens.open(request.next_token, description_of(ctx, request)), type=Token)
        place = msgspec.json.decode(token.place, type=kind)
    except ValueError:
        raise Refusal(
            "BadRequest", "NextToken must be one that this list has returned, with the same filters."
        ) from None
    if token.good_until < ctx.now:
        raise Refusal("BadRequest", "NextToken has expired.")
    return place


def description_of(ctx: Context, request: ListRequest) -> str:
    """Describe a list: whose it is, what is listed and which filters are given; the size of a page may change on the way."""
    filters = {
        name: value
        for name, value in msgspec.to_builtins(request).items()
        if name not in ("MaxResults", "NextToken") and value is not None
    }
    kind = type(request).__name__
    return msgspec.json.encode([ctx.account, ctx.namespace, kind, filters], order="deterministic").decode()
