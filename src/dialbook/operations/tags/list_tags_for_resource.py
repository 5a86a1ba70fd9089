"""ListTagsForResource: returns a list of the tags in a given resource."""

from __future__ import annotations

from dialbook.contract.voice.shapes import Tag
from dialbook.contract.voice.tags import ListTagsForResourceRequest, ListTagsForResourceResponse
from dialbook.operations.context import Context
from dialbook.operations.tagging import refuse_unknown, tags_of


async def list_tags_for_resource(request: ListTagsForResourceRequest, ctx: Context) -> ListTagsForResourceResponse:
    """Show all tags of a resource, in the order of their keys; they are too few for pages."""
    await refuse_unknown(request.resource_arn, ctx)
    tags = await tags_of(request.resource_arn, ctx)
    return ListTagsForResourceResponse(tags=[Tag(key=one.tag_key, value=one.tag_value) for one in tags])
