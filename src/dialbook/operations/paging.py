"""Lists, a page at a time, in the order of creation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from dialbook.domain.refusal import Refusal
from dialbook.operations.context import Context
from dialbook.ports.store import AnyOf, R, Value

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


class Place(msgspec.Struct, frozen=True, array_like=True):
    """The last record of the page before, and until when one may go on from it."""

    good_until: datetime
    created_at: datetime
    id: str


async def page(
    ctx: Context, request: ListRequest, kind: type[R], where: Mapping[str, Value | AnyOf]
) -> tuple[list[R], str | None]:
    """Return a page of the account's records and the token of the next one, None after the last.

    Records come in the order of their creation, then of their id (BEHAVIOUR.md 5, row 32): what is created while a client pages comes
    last. Raises Refusal BadRequest for a token that is not of this account, this operation and these filters.
    """
    limit = request.max_results or default_page(ctx)
    order = ("created_at", kind.key[-1])
    place = place_of(ctx, request)
    after = None if place is None else (place.created_at, place.id)
    records = await ctx.tx.page(kind, {"account": ctx.account, **where}, after, limit + 1, order)
    if len(records) <= limit:
        return records, None
    last = records[limit - 1]
    return records[:limit], token_of(ctx, request, last.created_at, getattr(last, order[1]))


def default_page(ctx: Context) -> int:
    """Return the size of a page that names none: the largest that the contract allows (BEHAVIOUR.md 5, row 26)."""
    return 99 if ctx.namespace == "chime" else 100


def token_of(ctx: Context, request: ListRequest, created_at: datetime, record_id: str) -> str:
    """Return the token for what comes behind a record."""
    place = Place(ctx.now + LIFE_OF_TOKENS, created_at, record_id)
    return ctx.tokens.seal(msgspec.json.encode(place), description_of(ctx, request))


def place_of(ctx: Context, request: ListRequest) -> Place | None:
    """Return the place of a request's token, None where it has none. Raises Refusal BadRequest."""
    if request.next_token is None:
        return None
    try:
        sealed = ctx.tokens.open(request.next_token, description_of(ctx, request))
    except ValueError:
        raise Refusal(
            "BadRequest", "NextToken must be one that this list has returned, with the same filters."
        ) from None
    place = msgspec.json.decode(sealed, type=Place)
    if place.good_until < ctx.now:
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
