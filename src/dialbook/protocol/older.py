"""The older ``chime`` contract beside the newer one: operations speak the newer, which has every member that both know."""

from __future__ import annotations

from typing import TypeVar

import msgspec

S = TypeVar("S", bound=msgspec.Struct)


def lift(request: msgspec.Struct, newer: type[S]) -> S:
    """Return an older request as the newer one; members that the older contract does not have are absent."""
    return newer(**{field: getattr(request, field) for field in request.__struct_fields__})


def project(response: msgspec.Struct, older: type[S]) -> S:
    """Return a newer response as the older one: members that the older contract does not have are left out."""
    return msgspec.convert(response, older, from_attributes=True)
