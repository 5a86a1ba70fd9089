"""Tags of resources, which have them by their ARN."""

from __future__ import annotations

from collections.abc import Sequence

from dialbook.contract.voice import shapes
from dialbook.domain.refusal import Refusal
from dialbook.domain.tags import Tag, refuse_unfit_keys, resource_of
from dialbook.operations.context import Context

MOST_TAGS = 50
"""How many tags a resource may have: the model's bound on a list of them, and AWS's usual one."""


async def refuse_unknown(arn: str, ctx: Context) -> None:
    """Refuse an ARN of something that the account does not have, or that cannot have tags. Raises Refusal NotFound."""
    named = resource_of(arn)
    resource = None if named is None else await ctx.tx.look(named[0], (ctx.account, named[1]))
    if resource is None or resource.arn != arn:
        raise Refusal("NotFound", "The resource does not exist.")


async def tags_of(arn: str, ctx: Context) -> list[Tag]:
    """Return a resource's tags, in the order of their keys."""
    return await ctx.tx.page(Tag, {"account": ctx.account, "resource_arn": arn}, None, MOST_TAGS)


async def tag(arn: str, tags: Sequence[shapes.Tag], ctx: Context) -> None:
    """Give a resource these tags; a key that it has already gets the new value.

    Raises Refusal: BadRequest for a key that is given twice or reserved, ResourceLimitExceeded where it would be too many.
    """
    keys = {given.key for given in tags}
    refuse_unfit_keys(given.key for given in tags)
    if len(keys | {had.tag_key for had in await tags_of(arn, ctx)}) > MOST_TAGS:
        raise Refusal("ResourceLimitExceeded", f"A resource must not have more than {MOST_TAGS} tags.")
    for given in tags:
        await ctx.tx.put(Tag(account=ctx.account, resource_arn=arn, tag_key=given.key, tag_value=given.value))


async def untag(arn: str, ctx: Context, keys: Sequence[str] | None = None) -> None:
    """Take tags from a resource, all of them where no keys are given; a key that it does not have is none to take."""
    for had in await tags_of(arn, ctx):
        if keys is None or had.tag_key in keys:
            await ctx.tx.remove(had)
