"""The edge: ASGI events to a Request and a Response to ASGI events. It knows no operation."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterator, MutableMapping
from typing import Any

from dialbook.access.canonical import fold
from dialbook.domain.copies import CopyRefused
from dialbook.ports.store import SchemaMismatch, StoreUnavailable
from dialbook.protocol import encode, faults
from dialbook.protocol.faults import Fault
from dialbook.protocol.messages import BEFORE_HEAD, Request, Response
from dialbook.server import probes
from dialbook.server.breaking import drop_connection
from dialbook.server.clock import stopwatch
from dialbook.server.framing import Limits, Receive, body_length, read_body
from dialbook.server.handle import Service
from dialbook.server.ids import request_id
from dialbook.server.sweeper import sweep
from dialbook.server.trace import Trace
from dialbook.server.webhooks.deliveries import deliver

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

log = logging.getLogger("dialbook.server")
accesses = logging.getLogger("dialbook.access")

CONTROLS_PATH = b"/_dialbook/"
UNHEARD = Response(503, [], b"")
"""What is said on a connection that ends before it: without an answer Granian would take the application for failed."""
CLOSE = (b"connection", b"close")
AT_ONCE = contextlib.nullcontext()
SECONDS_BETWEEN_STARTS = 1.0
UNFIT = (CopyRefused, SchemaMismatch, StoreUnavailable)
"""What a store may be for a while that could be used when the server was started: away, being restored, being upgraded."""


class Edge:
    """The ASGI application. It builds its service in the worker, when the server says that it starts.

    A worker that takes the place of one that died may find the store away. It answers 503 then, and builds its service when the store is
    back: the server would take a worker that ends for one that cannot start, and end too.
    """

    def __init__(
        self,
        start: Callable[[], Awaitable[Service]],
        limits: Limits,
        *,
        log_access: bool,
        controls: Callable[[Service], Application] | None = None,
        attend: Callable[[], None] | None = None,
    ) -> None:
        """Serve what ``start`` assembles, and under ``/_dialbook/`` what ``controls`` makes of it; before that call ``attend``, once."""
        self._attend = attend
        self._start = start
        self._mount = controls
        self._controls: Application | None = None
        self._limits = limits
        self._log_access = log_access
        self._large_bodies = asyncio.Semaphore(limits.large_bodies)
        self._service: Service | None = None
        self._unfit: Exception | None = None
        """What kept the store from being used when that was last tried."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._controls is not None and is_control(scope["raw_path"]):
            await self._controls(scope, receive, send)
        else:
            response = await self._answer(scope, receive)
            if response.cut is not None:
                await break_off(response, scope, send)
                return
            headers = response.headers
            if self._service is not None and self._service.stopping.is_set():
                headers = [
                    *headers,
                    CLOSE,
                ]  # its client makes the next request elsewhere, and none meets a closing connection
            await send({"type": "http.response.start", "status": response.status, "headers": headers})
            await send({"type": "http.response.body", "body": response.body})

    async def _live(self, receive: Receive, send: Send) -> None:
        """Start, serve and stop. When the server says that it stops, the last request is answered already."""
        await receive()
        if self._attend is not None:
            self._attend()
        try:
            await self._assemble()
        except Exception:
            # The server takes an exception here for an application without a start, and would serve without a service.
            log.exception("the worker cannot start", extra=which())
            await send({"type": "lifespan.startup.failed"})
            return
        beside = asyncio.create_task(self._beside_requests())
        await send({"type": "lifespan.startup.complete"})
        log.debug("this worker has started", extra=which())
        await receive()
        beside.cancel()
        await asyncio.wait((beside,))
        if self._service is not None:
            await self._service.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _assemble(self) -> None:
        """Build the service, or take note of what keeps the store from being used, and say so when that is new."""
        try:
            service = await self._start()
        except UNFIT as error:
            if str(error) != str(self._unfit):
                log.warning("this worker answers 503 until it has its store: %s", error, extra=which())
            self._unfit = error
            return
        if self._unfit is not None:
            log.warning("this worker has its store and answers requests", extra=which())
        self._controls = self._mount(service) if self._mount else None
        self._service = service

    async def _beside_requests(self) -> None:
        """Do what a worker does besides answering requests, for as long as it serves; first of all get the store, where that is away."""
        while self._service is None:
            await asyncio.sleep(SECONDS_BETWEEN_STARTS)
            try:
                await self._assemble()
            except Exception:
                log.exception("the worker cannot start", extra=which())
        async with asyncio.TaskGroup() as group:  # which waits, when it is cancelled, for what they have to finish
            for work in works(self._service):
                group.create_task(work)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        if scope["raw_path"] in probes.PATHS:
            return await probes.probe(scope["raw_path"], scope["method"], self._service, self._unfit)
        trace = Trace(request_id())
        began = stopwatch()
        try:
            request = await self._read(scope, receive)
        except Fault as fault:
            response = encode.failure(fault, trace.request_id)
        else:
            response = await self._handle(request, trace)
        if self._log_access:
            log_access(trace, response, stopwatch() - began)
        return response

    async def _handle(self, request: Request, trace: Trace) -> Response:
        if self._service is None:
            return encode.failure(faults.service_unavailable(), trace.request_id)
        return await self._service.handle(request, trace)

    async def _read(self, scope: Scope, receive: Receive) -> Request:
        headers, path, query = scope["headers"], scope["raw_path"], scope["query_string"]
        fields = fold(headers)
        length = body_length(headers, fields, len(path) + len(query), self._limits)
        body = b"" if length == 0 else await self._body(receive, length)
        return Request(scope["method"], path, query, headers, fields, body, scope["client"][0])

    async def _body(self, receive: Receive, declared_bytes: int | None) -> bytes:
        small = declared_bytes is not None and declared_bytes <= self._limits.small_body_bytes
        try:
            async with asyncio.timeout(self._limits.body_seconds), AT_ONCE if small else self._large_bodies:
                return await read_body(receive, self._limits, declared_bytes)
        except TimeoutError:
            raise faults.body_timed_out() from None


async def break_off(response: Response, scope: Scope, send: Send) -> None:
    """Send an answer up to where it breaks off, and let its connection end there."""
    body, length = response.body[: response.cut], len(response.body)
    if response.cut == BEFORE_HEAD:
        drop_connection(scope["client"], scope["server"])
        response, body, length = UNHEARD, b"", 0
    fields = [*response.headers, (b"content-length", str(length).encode())]
    await send({"type": "http.response.start", "status": response.status, "headers": fields})
    # Granian closes a connection on which less came than was announced, as soon as there is no one to send the rest.
    await send({"type": "http.response.body", "body": body, "more_body": length > 0})


def is_control(path: bytes) -> bool:
    """Tell whether the controls answer this path."""
    return path.startswith(CONTROLS_PATH) and path not in probes.PATHS


def works(service: Service) -> Iterator[Coroutine[Any, Any, None]]:
    """Yield what a worker does besides answering requests, for as long as it serves."""
    yield sweep(service.store, service.clock, service.astray)
    yield service.throttle.watch()
    if service.webhook is not None:
        yield deliver(service.store, service.webhook)


def which() -> dict[str, int]:
    """Return the field of a log line that tells this worker from the others."""
    return {"pid": os.getpid()}


def log_access(trace: Trace, response: Response, seconds: float) -> None:
    """Log one request: no path, because it holds a number."""
    accesses.info(
        "request",
        extra={
            "request_id": trace.request_id,
            "operation": trace.operation,
            "account": trace.account,
            "status": response.status,
            "milliseconds": round(seconds * 1000, 2),
        },
    )
