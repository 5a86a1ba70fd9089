"""From the typed response, or a fault, to bytes."""

from __future__ import annotations

import msgspec

from dialbook.contract.model import Operation
from dialbook.protocol.faults import Fault
from dialbook.protocol.messages import Headers, Response

ENCODE = msgspec.json.Encoder().encode


def success(operation: Operation, response: msgspec.Struct | None, request_id: str) -> Response:
    """Answer with the operation's status: compact JSON, keys in alphabetical order, explicit nulls (BEHAVIOUR.md 2.2)."""
    return Response(operation.status, headers(request_id), b"" if response is None else ENCODE(response))


def failure(fault: Fault, request_id: str) -> Response:
    """Answer with a fault: its type in a header, a sentence in the body (BEHAVIOUR.md 2.3)."""
    answer = headers(request_id)
    answer.append((b"x-amzn-errortype", fault.type_name.encode()))
    if fault.close:
        answer.append((b"connection", b"close"))
    answer.extend(fault.headers)
    return Response(fault.status, answer, fault.body())


def headers(request_id: str) -> Headers:
    """Return the headers that every answer has, also one without a body."""
    return [(b"x-amzn-requestid", request_id.encode()), (b"content-type", b"application/json")]
