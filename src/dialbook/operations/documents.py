"""Documents that an account hangs on a resource, such as a voice connector's origination: kept as the contract has them.

Which document it is says the name of its shape, so a resource has at most one of each.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from dialbook.domain.configurations import Configuration
from dialbook.domain.refusal import Refusal
from dialbook.operations.context import Context

S = TypeVar("S", bound=msgspec.Struct)

MOST_DOCUMENTS = 100
"""More than there are shapes of documents."""


async def document_of(resource_id: str, shape: type[S], ctx: Context) -> S | None:
    """Return a resource's document of this shape, None where it has none."""
    kept = await ctx.tx.look(Configuration, (ctx.account, resource_id, shape.__name__))
    return None if kept is None else msgspec.json.decode(kept.body, type=shape)


async def existing(resource_id: str, shape: type[S], ctx: Context) -> S:
    """Return a resource's document of this shape. Raises Refusal NotFound where it has none.

    Our choice: Terraform's provider takes that for deleted settings, and stops at an answer without any.
    """
    document = await document_of(resource_id, shape, ctx)
    if document is None:
        raise Refusal("NotFound", f"The {shape.__name__} does not exist.")
    return document


def given(document: S | None, shape: type[S]) -> S:
    """Return the document of a request whose model does not require it. Raises Refusal BadRequest where there is none. Our choice."""
    if document is None:
        raise Refusal("BadRequest", f"{shape.__name__} must be given.")
    return document


async def keep(resource_id: str, document: msgspec.Struct, ctx: Context) -> None:
    """Hang a document on a resource, in the place of the one of its shape."""
    body = msgspec.json.encode(document).decode()
    kind = type(document).__name__
    await ctx.tx.put(Configuration(account=ctx.account, resource_id=resource_id, kind=kind, body=body))


async def discard(resource_id: str, shape: type[msgspec.Struct], ctx: Context) -> None:
    """Take the document of this shape from a resource. Taking what is not there is no error, so that it may be repeated."""
    kept = await ctx.tx.look(Configuration, (ctx.account, resource_id, shape.__name__))
    if kept is not None:
        await ctx.tx.remove(kept)


async def discard_all(resource_id: str, ctx: Context) -> None:
    """Take every document from a resource that is to be deleted."""
    where = {"account": ctx.account, "resource_id": resource_id}
    for kept in await ctx.tx.page(Configuration, where, None, MOST_DOCUMENTS):
        await ctx.tx.remove(kept)
