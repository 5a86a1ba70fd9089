"""Where a request ends: limits on what is read of it, and what HTTP forbids and the server's parser lets pass."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from itertools import chain
from typing import Any

import msgspec

from dialbook.protocol import faults
from dialbook.protocol.faults import Fault
from dialbook.protocol.messages import Fields, Headers

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

CHUNKED_ONLY = "Transfer-Encoding must be chunked, and nothing else."


class Limits(msgspec.Struct, frozen=True):
    """How much of a request is read, and for how long."""

    body_bytes: int = 1024 * 1024
    """A batch of some thousand items fits."""
    body_seconds: float = 10.0
    body_parts: int = 4096
    """A megabyte in chunks of one byte would keep a worker busy for ten seconds."""
    small_body_bytes: int = 64 * 1024
    large_bodies: int = 32
    """How many bodies that are larger than a small one, or do not say how large they are, a worker reads at the same time.

    Whoever has no key may send them too: without this they could fill the memory with a body on every connection.
    """
    header_count: int = 100
    header_bytes: int = 32 * 1024
    target_bytes: int = 24 * 1024
    """A presigned URL with a session token fits."""


async def read_body(receive: Receive, limits: Limits, declared_bytes: int | None) -> bytes:
    """Read a body to its end. Raises Fault 413 over the limit, 400 when the client goes away, breaks its framing or crumbles it.

    The server tells of the end in an event of its own, which costs as much as the body: whoever knows the length does not wait for it.
    """
    parts: list[bytes] = []
    size = 0
    while size != declared_bytes:
        if len(parts) == limits.body_parts:
            raise malformed(f"The request body must not come in more than {limits.body_parts} parts.")
        event = await receive()
        if event["type"] == "http.disconnect":
            raise faults.body_broken()
        part = event.get("body", b"")
        size += len(part)
        if size > limits.body_bytes:
            raise faults.body_too_large(limits.body_bytes)
        parts.append(part)
        if not event.get("more_body", False):
            break
    if declared_bytes is not None and size != declared_bytes:
        raise faults.body_broken()
    return b"".join(parts)


def body_length(headers: Headers, fields: Fields, target_bytes: int, limits: Limits) -> int | None:
    """Check a request's head and return the length of its body in bytes, None where it comes in chunks.

    Raises Fault: 414, 431 and 413 for too much, 400 for what the server's parser lets pass and HTTP forbids.
    """
    refuse_oversize(target_bytes, len(headers), len(b"".join(chain.from_iterable(headers))), limits)
    if len(fields) < len(headers):
        refuse_repeated(headers)
    # RFC 9112, 3.2: a server must answer 400 to a request that lacks Host. Granian gives it an empty one.
    if not fields.get(b"host"):
        raise malformed("The request must have exactly one Host header.")
    encoding = fields.get(b"transfer-encoding")
    if encoding is not None:
        if encoding.lower() != b"chunked":
            raise malformed(CHUNKED_ONLY)
        return None
    length = int(fields.get(b"content-length", b"0"))
    if length > limits.body_bytes:
        raise faults.body_too_large(limits.body_bytes)
    return length


def refuse_repeated(headers: Headers) -> None:
    """Refuse a second header of those that say where a request belongs and where it ends. Raises Fault 400."""
    names = [name for name, _ in headers]
    if names.count(b"host") > 1:
        raise malformed("The request must have exactly one Host header.")
    if names.count(b"transfer-encoding") > 1:
        raise malformed(CHUNKED_ONLY)


def refuse_oversize(target_bytes: int, header_count: int, header_bytes: int, limits: Limits) -> None:
    """Refuse an endless target and a flood of headers. Raises Fault 414 or 431."""
    if target_bytes > limits.target_bytes:
        message = f"The request target must not be longer than {limits.target_bytes} bytes."
        raise Fault("RequestUriTooLongException", 414, message, close=True)
    if header_count > limits.header_count or header_bytes > limits.header_bytes:
        message = (
            f"The request must not have more than {limits.header_count} headers or {limits.header_bytes} bytes of them."
        )
        raise Fault("RequestHeaderFieldsTooLargeException", 431, message, close=True)


def malformed(message: str) -> Fault:
    """Return 400 for a request that HTTP does not allow, or we do not; what follows it on the connection is not trusted."""
    return Fault("MalformedHttpRequestException", 400, message, close=True)
