"""Tags on resources."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """One tag of one resource."""

    table: ClassVar[str] = "tags"
    key: ClassVar[tuple[str, ...]] = ("account", "resource_arn", "tag_key")
    noun: ClassVar[str] = "tag"

    account: str
    resource_arn: str
    tag_key: str
    tag_value: str
