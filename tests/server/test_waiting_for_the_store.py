"""A worker whose store is away when it starts."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from dialbook.ports.store import SchemaMismatch, StoreUnavailable
from dialbook.server import asgi
from dialbook.server.asgi import Edge
from dialbook.server.build import build
from dialbook.server.config import Config
from dialbook.server.framing import Limits
from dialbook.server.handle import Service
from fresh import fresh_store

AWAY = StoreUnavailable("PostgreSQL cannot be reached.")
OTHER = SchemaMismatch("The store has another schema.")
SCOPE = {
    "type": "http",
    "method": "GET",
    "raw_path": b"/phone-numbers",
    "query_string": b"",
    "client": ("127.0.0.1", 1),
}
SCOPE |= {"headers": [(b"host", b"dialbook.test")]}


@pytest.mark.parametrize("outcomes", [[AWAY], [AWAY, AWAY, AWAY], [AWAY, OTHER, OTHER, AWAY]])
def test_it_answers_when_its_store_is_fit(
    outcomes: list[Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Until then every request is told to come back, and what is not an outage is told of each time."""
    monkeypatch.setattr(asgi, "SECONDS_BETWEEN_STARTS", 0.001)
    left = list(outcomes)
    attended: list[None] = []

    async def scenario() -> list[int]:
        with fresh_store() as location:

            async def start() -> Service:
                if left:
                    raise left.pop(0)
                return await build(Config(store=location, master_key_file=Path("/nonexistent"), sample=False))

            edge = Edge(start, Limits(), log_access=False, attend=lambda: attended.append(None))
            life = Life(edge)
            await life.begin()
            statuses = [await status(edge)]
            while statuses[-1] != 403:
                await asyncio.sleep(0.001)
                statuses.append(await status(edge))
            await life.end()
            return statuses

    statuses = asyncio.run(scenario())

    assert set(statuses[:-1]) == {503}
    assert (left, len(attended)) == ([], 1)
    told = [record.levelno for record in caplog.records if record.name == "dialbook.server"]
    assert told == [logging.WARNING, *[logging.ERROR] * outcomes.count(OTHER), logging.WARNING]


class Life:
    """A server that starts and stops an application."""

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
        self._events = asyncio.Queue[dict[str, Any]]()
        self._told = asyncio.Queue[str]()

    async def begin(self) -> None:
        """Let it start."""
        self._events.put_nowait({"type": "lifespan.startup"})
        self._living = asyncio.create_task(self._edge({"type": "lifespan"}, self._events.get, self._tell))
        assert await self._told.get() == "lifespan.startup.complete"

    async def end(self) -> None:
        """Let it stop."""
        self._events.put_nowait({"type": "lifespan.shutdown"})
        await self._living
        assert await self._told.get() == "lifespan.shutdown.complete"

    async def _tell(self, event: Any) -> None:
        self._told.put_nowait(event["type"])


async def status(edge: Edge) -> int:
    """Ask for something unsigned, and return the answer's status."""
    sent: list[Any] = []

    async def send(event: Any) -> None:
        sent.append(event)

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    await edge(dict(SCOPE), receive, send)
    return int(sent[0]["status"])
