"""Requests that arrive together take each part of their way one after the other: the code of a part is then still in the caches."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dialbook.access.canonical import fold
from dialbook.access.claim import Claim
from dialbook.access.keys import Key
from dialbook.access.signature import Caller, Verifier
from dialbook.ports.store import Reads, Tx
from dialbook.protocol.messages import Request, Response
from dialbook.server.build import build
from dialbook.server.config import Config
from dialbook.server.ids import request_id
from dialbook.server.trace import Trace
from server import raw

TOGETHER = 3


class Watched(Verifier):
    """Notes what it is asked for."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__()
        self._parts = parts

    def read(self, method: str, path: bytes, query: bytes, folded: Mapping[bytes, bytes]) -> Claim:
        """Read a claim."""
        self._parts.append("read")
        return super().read(method, path, query, folded)

    def prove(self, claim: Claim, key: Key, body: bytes, now: datetime) -> Caller:
        """Prove one."""
        self._parts.append("prove")
        return super().prove(claim, key, body, now)


class WatchedReads:
    """Notes when an operation reads."""

    def __init__(self, reads: Reads, parts: list[str]) -> None:
        self._reads = reads
        self._parts = parts

    async def read(self, work: Callable[[Tx], Awaitable[Any]]) -> Any:
        """Let an operation read."""
        self._parts.append("operate")
        return await self._reads.read(work)


def request_of(secret: str) -> Request:
    """Return a GetPhoneNumber signed with the development key, or with what is none."""
    given = raw.signature("GET", raw.TARGET, b"", {}, None, ("test", secret))
    headers = [(b"host", raw.HOST.encode()), *((name.lower().encode(), value.encode()) for name, value in given)]
    return Request("GET", raw.TARGET.encode(), b"", headers, fold(headers), b"", "127.0.0.1")


async def answered(secrets: list[str]) -> tuple[list[str], list[Response]]:
    """Return the parts of requests that come in the same turn of the event loop, in the order in which they were taken, and the answers."""
    parts: list[str] = []
    service = await build(Config(store="memory:", master_key_file=Path("/nonexistent"), sample=False))
    watched: Any = WatchedReads(service.reads, parts)
    watching = replace(service, verifier=Watched(parts), reads=watched)
    try:
        handling = [watching.handle(request_of(secret), Trace(request_id())) for secret in secrets]
        return parts, await asyncio.gather(*handling)
    finally:
        await service.store.close()


def test_requests_of_one_turn_are_read_then_proved_then_operated_on() -> None:
    """From end to end, one after the other, they would take up to half as long again."""
    parts, answers = asyncio.run(answered(["test"] * TOGETHER))

    assert parts == ["read"] * TOGETHER + ["prove"] * TOGETHER + ["operate"] * TOGETHER
    assert [answer.status for answer in answers] == [404] * TOGETHER


@pytest.mark.parametrize("place", range(TOGETHER))
def test_one_that_is_refused_leaves_the_others_alone(place: int) -> None:
    """Each has its own answer, wherever it stands among them."""
    secrets = ["wrong" if at == place else "test" for at in range(TOGETHER)]
    parts, answers = asyncio.run(answered(secrets))

    assert parts.count("operate") == TOGETHER - 1
    assert [answer.status for answer in answers] == [403 if at == place else 404 for at in range(TOGETHER)]
