"""TagResource: adds a tag to the specified resource."""

from __future__ import annotations

from dialbook.contract.voice.tags import TagResourceRequest
from dialbook.operations.context import Context
from dialbook.operations.tagging import refuse_unknown, tag


async def tag_resource(request: TagResourceRequest, ctx: Context) -> None:
    """Give a resource tags, beside those that it has."""
    await refuse_unknown(request.resource_arn, ctx)
    await tag(request.resource_arn, request.tags, ctx)
