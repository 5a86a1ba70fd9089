"""A real server in a thread of the test process, so that a test can move its clock and look into its store."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import boto3
import pytest
from botocore.config import Config as BotoConfig
from botocore.exceptions import ClientError

from dialbook.controls.http.application import application
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Tx
from dialbook.server.asgi import Edge
from dialbook.server.build import build
from dialbook.server.clock import wall
from dialbook.server.config import Config
from dialbook.server.framing import Limits
from dialbook.server.handle import Service
from dialbook.server.inventory import add
from dialbook.testing.serving import EmbeddedServer
from eventful import check_events
from fresh import fresh_store

T = TypeVar("T")

START = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
ACCOUNT = "123456789012"


def error_of(call: Callable[..., Any], **parameters: Any) -> tuple[int, str, str]:
    """Return status, code and message of the error that a client's call ends in."""
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    response: dict[str, Any] = caught.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"], response["Error"]["Message"]


WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
"""Which of the processes that run the tests this is."""
PORTS = itertools.cycle(random.sample(range(20000 + 1500 * (WORKER % 8), 21500 + 1500 * (WORKER % 8)), 1500))
"""Ports of this process alone, below those that systems give to clients: nobody takes one before a server has it."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    for port in PORTS:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("there is no port left")


class ManualClock:
    """Lifecycles stand still until they are moved, also backwards; signatures live in real time."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the time last set."""
        return self._now

    async def read(self) -> datetime:
        """Return the time last set."""
        return self._now

    def wall(self) -> datetime:
        """Return the system's time."""
        return wall()

    async def within(self, tx: Tx, now: datetime) -> datetime:  # noqa: ARG002 - the protocol's shape
        """Return ``now``."""
        return now

    async def both(self) -> tuple[datetime, datetime]:
        """Return the time last set, and the system's."""
        return self._now, wall()

    def set(self, moment: datetime) -> None:
        """Go to a moment."""
        self._now = moment

    def advance(self, duration: timedelta) -> None:
        """Go on by a duration."""
        self._now += duration


class RunningServer:
    """dialbook on a free port, with a clock that stands still until it is moved.

    The options are those of `Config`, such as ``rules="relaxed"`` or ``switches={"phone_number_quota": 2}``. With ``store_clock`` it
    lives by the clock of its configuration instead. Nothing is throttled unless a switch says so: tests come without a pause.
    """

    def __init__(self, limits: Limits | None = None, *, store_clock: bool = False, **options: Any) -> None:
        self.clock = ManualClock(START)
        self.service: Service
        given: dict[str, Any] = {
            "master_key_file": Path("/nonexistent"),
            "sample": False,
            "rules": "aws",
        }
        self._holding = ExitStack()
        if "store" not in options:
            given["store"] = self._holding.enter_context(fresh_store())
        switches = {"request_rate": None} | options.pop("switches", {})
        self._config = Config(switches=switches, **(given | options))
        self._limits = limits or Limits()
        self._store_clock = store_clock
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        controls = partial(application, self._config) if self._config.controls else None
        self._server = EmbeddedServer(Edge(self._start, self._limits, log_access=False, controls=controls))
        self.port = self._server.port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread.start()
        assert self._ready.wait(10), "the server did not start"
        return self

    def __exit__(self, *exc_info: object) -> None:
        if exc_info[0] is None:
            check_events(self.changes())
        self._loop.call_soon_threadsafe(self.service.stopping.set)
        self._loop.call_soon_threadsafe(self._server.stop)
        self._thread.join(10)
        self._loop.close()
        assert not self._thread.is_alive(), "the server did not stop"
        self._holding.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._server.serve())

    async def _start(self) -> Service:
        self.service = await build(self._config, None if self._store_clock else self.clock)
        self._loop.call_soon(self._ready.set)
        return self.service

    def client(self, name: str = "chime-sdk-voice", account: str = ACCOUNT, **options: Any) -> Any:
        """Return an unmodified boto3 client of an account; ``chime`` goes to the older namespace."""
        return boto3.client(
            name,
            region_name=options.pop("region_name", "us-east-1"),
            endpoint_url=f"{self.url}/chime" if name == "chime" else self.url,
            aws_access_key_id=options.pop("aws_access_key_id", account),
            aws_secret_access_key=options.pop("aws_secret_access_key", "test"),
            config=BotoConfig(retries={"max_attempts": 1, "mode": "standard"}),
            **options,
        )

    def store(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Run a write on the server's store."""

        async def write() -> T:
            return await self.service.store.write(work)

        return self.do(write())

    def do(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine where the server runs."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def changes(self) -> list[Change]:
        """Return everything that was changed, in order."""

        async def read() -> list[Change]:
            return [change for _, change in await self.service.store.feed(0, 100_000)]

        return asyncio.run_coroutine_threadsafe(read(), self._loop).result(10)

    def add_number(self, e164: str = "+12065550100", **members: Any) -> PhoneNumber:
        """Put a number into the inventory."""
        now = self.clock.now()
        given = {
            "country": "US",
            "type": "Local",
            "product_type": "VoiceConnector",
            "created_at": now,
            "updated_at": now,
        }
        owned: dict[str, Any] = {"account": ACCOUNT, "e164": e164} | given | members
        number = PhoneNumber(**owned)
        author = Author("tests", "add_number", "test")
        self.store(lambda tx: add(Ledger(tx, now, author), number, e164))
        return number

    def number(self, e164: str = "+12065550100", account: str = ACCOUNT) -> PhoneNumber | None:
        """Return a number's record as it is stored."""
        return self.store(partial(_get_number, key=(account, e164)))


async def _get_number(tx: Tx, key: tuple[str, str]) -> PhoneNumber | None:
    return await tx.get(PhoneNumber, key)
