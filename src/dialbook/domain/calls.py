"""Requests that were answered, kept for whoever tests a program: the last ones only."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec

KEPT = 1000
"""How many calls a store keeps. Our choice."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request for an operation, and its answer."""

    table: ClassVar[str] = "calls"
    key: ClassVar[tuple[str, ...]] = ("slot",)

    slot: int
    """Its place among those that are kept: a later call takes it over."""
    number: int
    """Calls are numbered in the order of their answers, from 1 on."""
    answered_at: datetime
    """Real time."""
    request_id: str
    account: str
    region: str
    namespace: str
    """``chime-sdk-voice``, or ``chime`` for the older one."""
    operation: str
    parameters: str | None
    """JSON: the members of the request as they came; null where they could not be read, or are too large to be kept."""
    status: int
    error: str | None
    """The error's type, such as ``NotFoundException``; null for a success."""
    answer: str | None
    """The body; null where it is too large to be kept."""


class CallCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many calls there have been since the store began, or was reset."""

    table: ClassVar[str] = "call_counts"
    key: ClassVar[tuple[str, ...]] = ("name",)

    name: str = "calls"
    count: int = 0


def numbered(call: Call, count: int) -> Call:
    """Return the call as the one that follows ``count`` others."""
    return msgspec.structs.replace(call, number=count + 1, slot=count % KEPT)
