"""How much of a body is asked for: to its end where that is unknown, else no further than its length."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from dialbook.protocol.faults import Fault
from dialbook.server.framing import Limits, read_body
from running import RunningServer
from server import raw
from server.raw import Wire

DISCONNECT = {"type": "http.disconnect"}


def part(body: bytes, more: bool = True) -> dict[str, Any]:
    """Return a part of a body; the server does not know with a part whether it is the last."""
    return {"type": "http.request", "body": body, "more_body": more}


END = part(b"", more=False)


def read(events: Sequence[dict[str, Any]], declared_bytes: int | None) -> tuple[bytes, int]:
    """Read a body that comes in these events; return it and how many were asked for."""
    coming = iter(events)

    async def receive() -> dict[str, Any]:
        return next(coming)

    body = asyncio.run(read_body(receive, Limits(), declared_bytes))
    return body, len(events) - len(list(coming))


@pytest.mark.parametrize(
    ("events", "declared_bytes", "asked"),
    [
        ([part(b"Desk"), END], 4, 1),
        ([part(b"De"), part(b""), part(b"sk"), END], 4, 3),
        ([part(b"Desk", more=False)], 4, 1),
        ([END], 0, 0),
        ([part(b"Desk"), END], None, 2),
        ([part(b"De"), part(b"sk", more=False)], None, 2),
        ([END], None, 1),
    ],
)
def test_nothing_is_asked_for_behind_a_length(
    events: list[dict[str, Any]], declared_bytes: int | None, asked: int
) -> None:
    """The event that says that a body has ended is waited for only where nothing else says so."""
    whole = b"".join(event["body"] for event in events)

    assert read(events, declared_bytes) == (whole, asked)


@pytest.mark.parametrize(
    ("events", "declared_bytes"),
    [
        ([part(b"Des"), END], 4),
        ([part(b"Des"), part(b"k!"), END], 4),
        ([part(b"Des"), DISCONNECT], 4),
        ([part(b"Desk"), DISCONNECT], None),
    ],
)
def test_a_body_of_another_length_is_broken(events: list[dict[str, Any]], declared_bytes: int | None) -> None:
    """So is one whose client has gone, and the connection does not go on."""
    with pytest.raises(Fault) as failed:
        read(events, declared_bytes)

    assert (failed.value.status, failed.value.close) == (400, True)


def test_what_follows_a_body_is_the_next_request(standing: RunningServer) -> None:
    """On one connection, one after the other and all at once, and the last has what the first has written."""
    requests = [raw.update(b'{"Name":"Desk %d"}' % at) for at in range(3)]
    with Wire(standing.port) as wire:
        answers = [wire.send(request).answer() for request in requests]
        wire.send(b"".join([*requests, raw.get()]))
        answers += [wire.answer() for _ in range(4)]

    assert [answer.status for answer in answers if answer is not None] == [200] * 7
    assert answers[-1] is not None
    assert b'"Name":"Desk 2"' in answers[-1].body
