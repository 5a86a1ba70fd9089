"""A request and a response as the edge hands them over."""

from __future__ import annotations

import msgspec

Headers = list[tuple[bytes, bytes]]
Fields = dict[bytes, bytes]
BEFORE_HEAD = -1


class Request(msgspec.Struct, frozen=True):
    """One HTTP request, complete and not yet understood."""

    method: str
    path: bytes
    """The path exactly as it was sent: SigV4 signs it so."""
    query: bytes
    headers: Headers
    """Names in lower case; a name may stand several times."""
    fields: Fields
    """The same by name: the values of a name that stands several times are joined with commas (RFC 9110, 5.3)."""
    body: bytes
    source_address: str = "127.0.0.1"
    """Where it came from: this machine, unless the edge says otherwise."""


class Response(msgspec.Struct, frozen=True):
    """One HTTP response, complete unless it is cut."""

    status: int
    headers: Headers
    body: bytes
    cut: int | None = None
    """After how many bytes of the body the connection breaks; ``BEFORE_HEAD``: before anything is said."""
