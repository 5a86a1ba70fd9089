"""The endpoint of the events as they happen: a stream of server-sent events.

The format is that of the HTML standard, 9.2: what a browser's ``EventSource`` reads. The id of an event is its position in the feed, so
that who comes back with ``Last-Event-ID`` misses nothing.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import msgspec
from msgspec import Meta

from dialbook.controls.http.endpoint import Account, Call, Endpoint, Stream
from dialbook.controls.http.streams import EVENTS
from dialbook.domain.refusal import Refusal
from dialbook.server.feed import follow
from dialbook.server.handle import Service

POSITION = re.compile("[0-9]{1,18}")
LAST = "last-event-id"


class EventQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which events to send."""

    after: (
        Annotated[int, Meta(ge=0, lt=10**18, description="The position behind which to begin; 0 is the beginning.")]
        | None
    ) = None
    account: Account | None = None


async def stream(service: Service, call: Call) -> Stream:
    """Send the events behind a position, or those to come, for ever."""
    after = position_of(call)
    if after is None:
        after = await service.store.feed_end()
    return Stream(frames(service, after, call.query.account))


def position_of(call: Call) -> int | None:
    """Return behind which event to begin: a client that comes back says it in a header. Raises Refusal BadRequest."""
    last = call.headers.get(LAST)
    if last is None:
        after: int | None = call.query.after
        return after
    if not POSITION.fullmatch(last):
        raise Refusal("BadRequest", "Last-Event-ID must be the id of an event.")
    return int(last)


async def frames(service: Service, after: int, account: str | None) -> AsyncGenerator[bytes, None]:
    """Yield the stream's pieces: first where it begins, for a client that is cut off before the first event."""
    yield b"retry: 1000\nid: %d\n\n" % after
    async with aclosing(follow(service.store, after, account=account)) as events:
        async for position, event in events:
            yield b"id: %d\ndata: %b\n\n" % (position, msgspec.json.encode(event))


ENDPOINTS = (
    Endpoint(
        name="StreamEvents",
        summary="Send every change as an event, as it happens: server-sent events, each with a record as CloudTrail has them.",
        method="GET",
        path="/events",
        handler=stream,
        query=EventQuery,
        download=EVENTS,
        errors=(429,),
    ),
)
