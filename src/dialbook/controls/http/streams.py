"""Answers that go on until the client or the server has had enough."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from typing import Any

from starlette.responses import Response

from dialbook.ports.store import StoreUnavailable
from dialbook.protocol.faults import Fault
from dialbook.server.asgi import Scope, Send
from dialbook.server.framing import Receive

SECONDS_BETWEEN_SIGNS = 15.0
"""How often a silent stream says that it is still there: proxies cut off what is silent for a minute."""
MOST_STREAMS = 32
"""How many streams a worker has open: each asks the store ten times a second."""
EVENTS = "text/event-stream"
STILL_THERE = b": still there\n\n"

log = logging.getLogger("dialbook.controls")


class Places:
    """The places for streams that a worker has."""

    def __init__(self, count: int = MOST_STREAMS) -> None:
        self._free = count

    def take(self) -> None:
        """Take a place. Raises Fault 429 where there is none."""
        if not self._free:
            raise Fault("TooManyRequestsException", 429, f"A worker has at most {MOST_STREAMS} event streams open.")
        self._free -= 1

    def leave(self) -> None:
        """Let somebody else have the place."""
        self._free += 1


class EventStream(Response):
    """A response whose pieces come as they happen. It ends when the client is gone, and when the server stops."""

    media_type = EVENTS

    def __init__(self, pieces: AsyncGenerator[bytes, None], stopping: asyncio.Event, places: Places) -> None:
        """Take a place, so that it is refused before it begins. Raises Fault 429."""
        super().__init__(headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._pieces = pieces
        self._stopping = stopping
        self._places = places
        places.take()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - Starlette's signature
        """Send the pieces, and in between a sign that there are none."""
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await first_of(self._tell(send), self._keep_alive(send), _gone(receive), self._stopping.wait())
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._places.leave()

    async def _tell(self, send: Send) -> None:
        try:
            async with aclosing(self._pieces) as pieces:
                async for piece in pieces:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        except StoreUnavailable as outage:
            log.warning("an event stream ends, the store is unavailable: %s", outage.reason)
        except Exception:
            log.exception("an event stream failed")

    async def _keep_alive(self, send: Send) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_SIGNS)
            await send({"type": "http.response.body", "body": STILL_THERE, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def first_of(*works: Coroutine[Any, Any, object]) -> None:
    """Wait until one of them has ended, and end the others."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
