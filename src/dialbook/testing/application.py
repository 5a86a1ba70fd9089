"""One request in this process: held against the limits of the edge, then answered as any other."""

from __future__ import annotations

from dialbook.protocol import encode, faults
from dialbook.protocol.faults import Fault
from dialbook.protocol.messages import Request, Response
from dialbook.server.framing import Limits, body_length
from dialbook.server.handle import Service
from dialbook.server.ids import request_id
from dialbook.server.trace import Trace

LIMITS = Limits()


async def answer(service: Service, request: Request) -> Response:
    """Answer a request."""
    trace = Trace(request_id())
    try:
        check(request)
    except Fault as fault:
        return encode.failure(fault, trace.request_id)
    return await service.handle(request, trace)


def check(request: Request) -> None:
    """Refuse what the edge would not read. Raises Fault."""
    declared_bytes = body_length(request.headers, request.fields, len(request.path) + len(request.query), LIMITS)
    if len(request.body) > LIMITS.body_bytes:
        raise faults.body_too_large(LIMITS.body_bytes)
    if declared_bytes is not None and len(request.body) != declared_bytes:
        raise faults.body_broken()
