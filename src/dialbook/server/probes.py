"""What load balancers and supervisors ask: whether the process lives, and whether it should be sent requests.

Neither answer is about an account, so neither is signed for, throttled, recorded or logged.
"""

from __future__ import annotations

import asyncio
import logging

from dialbook.ports.store import SchemaMismatch, StoreUnavailable
from dialbook.protocol.messages import Response
from dialbook.server.handle import Service

HEALTH_PATH = b"/_dialbook/health"
READY_PATH = b"/_dialbook/ready"
PATHS = {HEALTH_PATH, READY_PATH}
PATIENCE_SECONDS = 2.0
"""How long the store may take: no longer than probes commonly wait themselves."""

log = logging.getLogger("dialbook.server")


def _answer(status: int, body: bytes) -> Response:
    return Response(status, [(b"content-type", b"application/json"), (b"cache-control", b"no-store")], body)


ALIVE = _answer(200, b'{"status":"ok"}')
READY = _answer(200, b'{"status":"ready"}')
STOPPING = _answer(503, b'{"status":"stopping"}')
WITHOUT_STORE = _answer(503, b'{"status":"unavailable","reason":"The store does not answer."}')
OTHER_SCHEMA = _answer(
    503, b'{"status":"unavailable","reason":"The store has another schema than this version of dialbook."}'
)
ASTRAY = _answer(503, b'{"status":"unavailable","reason":"The clock of this process is not the one of its store."}')
READ_ONLY = Response(405, [(b"allow", b"GET, HEAD")], b"")


async def probe(path: bytes, method: str, service: Service | None, unfit: Exception | None) -> Response:
    """Answer a request to one of the ``PATHS``. There is no service while a worker waits for a store that is ``unfit``."""
    if method not in {"GET", "HEAD"}:
        return READ_ONLY
    if path == HEALTH_PATH:
        return ALIVE
    if service is None:
        return OTHER_SCHEMA if isinstance(unfit, SchemaMismatch) else WITHOUT_STORE
    return await readiness(service)


async def readiness(service: Service) -> Response:
    """Tell whether requests can be answered: not while the process stops, and not without a store of today's schema."""
    if service.stopping.is_set():
        return STOPPING
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await service.store.check()
    except SchemaMismatch:
        log.warning("the store has another schema: this process is not ready")
        return OTHER_SCHEMA
    except (StoreUnavailable, TimeoutError):
        log.warning("the store does not answer: this process is not ready")
        return WITHOUT_STORE
    return ASTRAY if service.astray.is_set() else READY
