"""The edge: ASGI events to a Request and a Response to ASGI events, with limits on what is read. It knows no operation."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, MutableMapping
from itertools import chain
from typing import Any

import msgspec

from dialbook.access.canonical import fold
from dialbook.ports.store import StoreUnavailable
from dialbook.protocol import encode, faults
from dialbook.protocol.faults import Fault
from dialbook.protocol.messages import BEFORE_HEAD, Fields, Headers, Request, Response
from dialbook.server import probes
from dialbook.server.breaking import drop_connection
from dialbook.server.clock import stopwatch
from dialbook.server.handle import Service
from dialbook.server.ids import request_id
from dialbook.server.sweeper import sweep
from dialbook.server.trace import Trace
from dialbook.server.webhooks.deliveries import deliver

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
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
        except StoreUnavailable as outage:
            log.warning("this worker answers 503 until it has its store: %s", outage.reason)
        except Exception:
            # The server takes an exception here for an application without a start, and would serve without a service.
            log.exception("the worker cannot start")
            await send({"type": "lifespan.startup.failed"})
            return
        beside = asyncio.create_task(self._beside_requests())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        beside.cancel()
        await asyncio.wait((beside,))
        if self._service is not None:
            await self._service.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _assemble(self) -> None:
        service = await self._start()
        self._controls = self._mount(service) if self._mount else None
        self._service = service

    async def _beside_requests(self) -> None:
        """Do what a worker does besides answering requests, for as long as it serves; first of all get the store, where that is away."""
        while self._service is None:
            await asyncio.sleep(SECONDS_BETWEEN_STARTS)
            await self._assemble_later()
        await asyncio.gather(*works(self._service))

    async def _assemble_later(self) -> None:
        try:
            await self._assemble()
        except StoreUnavailable:
            return
        except Exception:
            log.exception("the store is back, and this worker cannot use it")
        else:
            log.warning("this worker has its store and answers requests")

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        if scope["raw_path"] in probes.PATHS:
            return await probes.probe(scope["raw_path"], scope["method"], self._service)
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
