"""The tags family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, field

from dialbook.contract.model import Operation, QueryParameter
from dialbook.contract.voice.errors import (
    BAD_REQUEST,
    FORBIDDEN,
    NOT_FOUND,
    RESOURCE_LIMIT_EXCEEDED,
    SERVICE_FAILURE,
    SERVICE_UNAVAILABLE,
    UNAUTHORIZED_CLIENT,
)
from dialbook.contract.voice.shapes import (
    Arn,
    TagKey,
    TagList,
)

TagKeyList = Annotated[list[TagKey], Meta(min_length=1, max_length=50)]


class ListTagsForResourceRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListTagsForResource."""

    resource_arn: Arn = field(name="ResourceARN")


class ListTagsForResourceResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListTagsForResource."""

    tags: TagList | None = None


class TagResourceRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of TagResource."""

    resource_arn: Arn = field(name="ResourceARN")
    tags: TagList


class UntagResourceRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UntagResource."""

    resource_arn: Arn = field(name="ResourceARN")
    tag_keys: TagKeyList


OPERATIONS = (
    # Returns a list of the tags in a given resource.
    Operation(
        name="ListTagsForResource",
        method="GET",
        path=("tags",),
        literal_query=(),
        status=200,
        request=ListTagsForResourceRequest,
        response=ListTagsForResourceResponse,
        query=(QueryParameter("arn", "ResourceARN", "string"),),
        body=(),
        errors=(BAD_REQUEST, FORBIDDEN, NOT_FOUND, SERVICE_FAILURE, SERVICE_UNAVAILABLE, UNAUTHORIZED_CLIENT),
    ),
    # Adds a tag to the specified resource.
    Operation(
        name="TagResource",
        method="POST",
        path=("tags",),
        literal_query=(("operation", "tag-resource"),),
        status=204,
        request=TagResourceRequest,
        response=None,
        query=(),
        body=("ResourceARN", "Tags"),
        errors=(
            BAD_REQUEST,
            FORBIDDEN,
            NOT_FOUND,
            RESOURCE_LIMIT_EXCEEDED,
            SERVICE_FAILURE,
            SERVICE_UNAVAILABLE,
            UNAUTHORIZED_CLIENT,
        ),
    ),
    # Removes tags from a resource.
    Operation(
        name="UntagResource",
        method="POST",
        path=("tags",),
        literal_query=(("operation", "untag-resource"),),
        status=204,
        request=UntagResourceRequest,
        response=None,
        query=(),
        body=("ResourceARN", "TagKeys"),
        errors=(BAD_REQUEST, FORBIDDEN, NOT_FOUND, SERVICE_FAILURE, SERVICE_UNAVAILABLE, UNAUTHORIZED_CLIENT),
    ),
)
