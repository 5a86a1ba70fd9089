"""A worker whose store is away when it starts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from dialbook.domain.copies import CopyRefused
from dialbook.ports.store import SchemaMismatch, StoreUnavailable
from dialbook.protocol.messages import Response
from dialbook.server import asgi
from dialbook.server.asgi import Edge
from dialbook.server.build import build
from dialbook.server.config import Config
from dialbook.server.framing import Limits
from dialbook.server.handle import Service
from fresh import fresh_store
from server.process import HAS_ITS_STORE, WAITS

AWAY = StoreUnavailable("PostgreSQL cannot be reached.")
OTHER = SchemaMismatch("The store has another schema.")
HALF = CopyRefused("The store is an unfinished copy.")
WRONG = RuntimeError("Something is wrong.")
SCOPE = {
    "type": "http",
    "method": "GET",
    "query_string": b"",
    "client": ("127.0.0.1", 1),
}
SCOPE |= {"headers": [(b"host", b"dialbook.test")]}


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ([AWAY], [AWAY]),
        ([OTHER], [OTHER]),
        ([HALF], [HALF]),
        ([AWAY, AWAY, AWAY], [AWAY]),
        ([AWAY, OTHER, OTHER, AWAY, HALF, HALF], [AWAY, OTHER, AWAY, HALF]),
        ([AWAY, WRONG, WRONG], [AWAY, None, None]),
    ],
)
def test_it_answers_when_its_store_is_fit(
    outcomes: list[Exception],
    told: list[Exception | None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Until then every request is told to come back; what is new is logged, and what nobody expects, each time."""
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
            statuses = [(await ask(edge)).status]
            while statuses[-1] != 403:
                await asyncio.sleep(0.001)
                statuses.append((await ask(edge)).status)
            await life.end()
            return statuses

    statuses = asyncio.run(scenario())

    assert set(statuses[:-1]) == {503}
    assert (left, len(attended)) == ([], 1)
    said = [record.getMessage() for record in caplog.records if record.name == "dialbook.server"]
    assert said == [
        *("the worker cannot start" if error is None else f"{WAITS}: {error}" for error in told),
        HAS_ITS_STORE,
    ]


@pytest.mark.parametrize(("error", "reason"), [(AWAY, b"does not answer"), (OTHER, b"has another schema")])
def test_it_says_why_it_is_not_ready(error: Exception, reason: bytes) -> None:
    """As a worker does that has served already."""

    async def scenario() -> Response:
        async def start() -> Service:
            raise error

        edge = Edge(start, Limits(), log_access=False)
        life = Life(edge)
        await life.begin()
        alive = await ask(edge, b"/_dialbook/health")
        assert alive.status == 200
        readiness = await ask(edge, b"/_dialbook/ready")
        await life.end()
        return readiness

    readiness = asyncio.run(scenario())

    assert readiness.status == 503
    assert reason in readiness.body


def test_a_stop_waits_for_whatever_has_something_to_finish(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store is open until then."""
    ended: list[str] = []

    async def quick() -> None:
        await asyncio.sleep(60)

    async def slow() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.02)
            ended.append("slow")

    async def scenario() -> None:
        service = await build(Config(store="memory:", master_key_file=Path("/nonexistent"), sample=False))

        async def close() -> None:
            ended.append("store")

        monkeypatch.setattr(service.store, "close", close)
        monkeypatch.setattr(asgi, "works", lambda _: [quick(), slow()])

        async def start() -> Service:
            return service

        life = Life(Edge(start, Limits(), log_access=False))
        await life.begin()
        await asyncio.sleep(0.01)
        await life.end()

    asyncio.run(scenario())

    assert ended == ["slow", "store"]


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


async def ask(edge: Edge, path: bytes = b"/phone-numbers") -> Response:
    """Ask for something unsigned."""
    sent: list[Any] = []

    async def send(event: Any) -> None:
        sent.append(event)

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    await edge({**SCOPE, "raw_path": path}, receive, send)
    return Response(sent[0]["status"], sent[0]["headers"], sent[1]["body"])
