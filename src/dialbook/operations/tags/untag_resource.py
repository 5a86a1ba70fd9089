"""UntagResource: removes tags from a resource."""

from __future__ import annotations

from dialbook.contract.voice.tags import UntagResourceRequest
from dialbook.operations.context import Context
from dialbook.operations.tagging import refuse_unknown, untag


async def untag_resource(request: UntagResourceRequest, ctx: Context) -> None:
    """Take tags from a resource. Our choice: keys that it does not have are no error, so that it may be repeated."""
    await refuse_unknown(request.resource_arn, ctx)
    await untag(request.resource_arn, ctx, request.tag_keys)
