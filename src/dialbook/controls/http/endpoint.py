"""What an endpoint is: one line of the table from which the routes and the OpenAPI document are made."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from dialbook.server.handle import Service

ROOT = "/_dialbook"
JSON = "application/json"
Account = Annotated[
    str, Meta(pattern=r"^[0-9]{12}$", max_length=12, description="An account, 12 digits.", examples=["123456789012"])
]


class Call(msgspec.Struct, frozen=True):
    """What a client asks of an endpoint: read to its end, and held against the endpoint's types."""

    labels: Mapping[str, str]
    """The parts of the path that stand in braces."""
    query: Any = None
    """A value of the endpoint's type of query."""
    body: Any = None
    """A value of the endpoint's type of body; bytes where that is not JSON."""
    headers: Mapping[str, str] = {}
    """By their names in lower case."""


class Download(msgspec.Struct, frozen=True):
    """An answer that is not JSON."""

    content: bytes
    media_type: str
    file: str
    """The name under which a client may want to keep it."""


class Stream(msgspec.Struct, frozen=True):
    """An answer of server-sent events, which comes bit by bit and goes on for ever."""

    pieces: AsyncGenerator[bytes, None]


Handler = Callable[[Service, Call], Awaitable[Any]]
"""Returns a value of the endpoint's type of answer, a `Download` or a `Stream`."""


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """One method of one path."""

    name: str
    """What it does, such as ``AdvanceClock``; in the OpenAPI document the id of the operation, in the log the operation."""
    summary: str
    method: str
    path: str
    """Below ``/_dialbook``; a part in braces is a label."""
    handler: Handler
    query: type[msgspec.Struct] | None = None
    body: type[msgspec.Struct] | None = None
    upload: str | None = None
    """The media type of a body that is not JSON."""
    body_bytes: int = 64 * 1024
    """How long a body may be."""
    answer: type[msgspec.Struct] | None = None
    """The type of a JSON answer; None where there is another, or none."""
    download: str | None = None
    """The media type of an answer that is not JSON."""
    status: int = 200
    errors: tuple[int, ...] = ()
    """The statuses of its refusals, besides those that follow from what it reads."""
