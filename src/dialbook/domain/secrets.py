"""Keys that the service makes for itself and shares between its processes through the store."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class ServiceKey(msgspec.Struct, frozen=True, kw_only=True):
    """A random key with one purpose."""

    table: ClassVar[str] = "service_keys"
    key: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    """Its purpose, such as ``page-tokens``."""
    value: bytes
