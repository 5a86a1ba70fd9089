"""The vocabulary in which the generated contract is written: namespaces, operations and error shapes."""

from __future__ import annotations

from typing import Literal

import msgspec

Namespace = Literal["chime-sdk-voice", "chime"]
QueryType = Literal["string", "integer", "boolean"]

Timestamp = str
"""A moment on the wire: ISO 8601 in UTC with exactly three decimals and ``Z``, as ``2019-10-28T18:40:37.453Z``."""


class ErrorShape(msgspec.Struct, frozen=True):
    """An exception of the service model: its shape name and its HTTP status."""

    name: str
    status: int


class QueryParameter(msgspec.Struct, frozen=True):
    """A member of a request that travels in the query string."""

    name: str
    """Its name on the wire, such as ``max-results``."""
    member: str
    """The wire name of the member it fills, such as ``MaxResults``."""
    type: QueryType


class Operation(msgspec.Struct, frozen=True):
    """One operation of the service model, with everything that routing, decoding and encoding need."""

    name: str
    """The operation's name, such as ``UpdatePhoneNumber``."""
    method: str
    path: tuple[str, ...]
    """The segments of its URI; ``{PhoneNumberId}`` stands for the label that fills that member."""
    literal_query: tuple[tuple[str, str], ...]
    """Query parameters that select the operation, such as ``("operation", "restore")``."""
    status: int
    """The status of a success."""
    request: type[msgspec.Struct]
    response: type[msgspec.Struct] | None
    """``None`` where a success has no body."""
    query: tuple[QueryParameter, ...]
    body: tuple[str, ...]
    """The wire names of the members that travel in the JSON body."""
    errors: tuple[ErrorShape, ...]


class Contract(msgspec.Struct, frozen=True):
    """One API: all the operations of a namespace, by name."""

    namespace: Namespace
    operations: dict[str, Operation]
