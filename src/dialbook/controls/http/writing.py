"""From an answer, or what went wrong, to a response of Starlette's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from starlette.responses import Response

from dialbook.controls.http.endpoint import JSON, Download, Endpoint
from dialbook.domain.moments import iso8601
from dialbook.protocol.faults import Fault


class Problem(msgspec.Struct, frozen=True, rename="pascal"):
    """Why a request was refused: a code, and one sentence."""

    code: str
    message: str


class MethodNotAllowed(Fault):
    """405, with the methods that the path has."""

    def __init__(self, allowed: Iterable[str]) -> None:
        super().__init__(
            "MethodNotAllowedException", 405, "This control does not have the method: Allow names those it has."
        )
        self.allowed = ", ".join(allowed)


def success(endpoint: Endpoint, answer: Any) -> Response:
    """Answer with what the handler returned."""
    if isinstance(answer, Download):
        disposition = {"content-disposition": f'attachment; filename="{answer.file}"'}
        return Response(answer.content, endpoint.status, disposition, answer.media_type)
    if answer is None:
        return Response(status_code=endpoint.status)
    return json(answer, endpoint.status)


def failure(fault: Fault) -> Response:
    """Answer with a fault."""
    code = fault.code or fault.type_name.removesuffix("Exception")
    response = json(Problem(code, fault.message), fault.status)
    if fault.status == 401:
        response.headers["www-authenticate"] = 'Bearer realm="dialbook controls"'
    if isinstance(fault, MethodNotAllowed):
        response.headers["allow"] = fault.allowed
    if fault.close:
        response.headers["connection"] = "close"
    return response


def json(answer: Any, status: int) -> Response:
    """Answer with JSON, times written as the API writes them."""
    return Response(msgspec.json.encode(plain(answer)), status, media_type=JSON)


def plain(value: Any) -> Any:
    """Return an answer in the types of JSON."""
    return with_times(msgspec.to_builtins(value, builtin_types=(datetime,)))


def with_times(value: Any) -> Any:
    """Write the times in a value of JSON's types."""
    if isinstance(value, datetime):
        return iso8601(value)
    if isinstance(value, dict):
        return {name: with_times(part) for name, part in value.items()}
    return [with_times(part) for part in value] if isinstance(value, list) else value
