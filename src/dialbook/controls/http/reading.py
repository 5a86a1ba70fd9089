"""From a request to a call: with limits on what is read, and every part held against the endpoint's types."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request

from dialbook.controls.http.endpoint import JSON, Call, Endpoint
from dialbook.protocol import faults
from dialbook.protocol.decode import json_object
from dialbook.protocol.explain import explain
from dialbook.server.framing import Limits, body_length, read_body

S = TypeVar("S", bound=msgspec.Struct)

UPLOAD_SECONDS = 60.0
UPLOAD_PARTS = 64 * 1024
UPLOADS = 2
"""How many bodies that are not JSON a worker reads at the same time: each may be large, and is in memory until it is stored."""


class Reader:
    """Reads requests for one worker."""

    def __init__(self) -> None:
        self._uploads = asyncio.Semaphore(UPLOADS)

    async def read(self, endpoint: Endpoint, request: Request) -> Call:
        """Read a request to its end. Raises Fault: 400, 408, 413, 414, 415, 431."""
        scope, limits = request.scope, limits_of(endpoint)
        headers, target_bytes = scope["headers"], len(scope["raw_path"]) + len(scope["query_string"])
        declared = body_length(headers, dict(headers), target_bytes, limits)
        query = query_of(endpoint, request)
        body: Any = None
        if endpoint.upload is not None:
            refuse_other_media(request, endpoint.upload)
            async with self._uploads:
                body = await body_of(request, declared, limits)
        elif declared != 0:
            body = await body_of(request, declared, limits)
        if endpoint.upload is None:
            body = json_of(endpoint, request, body)
        return Call(request.path_params, query, body, request.headers)


def limits_of(endpoint: Endpoint) -> Limits:
    """Return how much of a request an endpoint reads, and for how long."""
    if endpoint.upload is None:
        return Limits(body_bytes=endpoint.body_bytes)
    return Limits(body_bytes=endpoint.body_bytes, body_seconds=UPLOAD_SECONDS, body_parts=UPLOAD_PARTS)


async def body_of(request: Request, declared_bytes: int | None, limits: Limits) -> bytes:
    """Read a body. Raises Fault 400 for one that ends too early, 408 and 413 for too long a one."""
    try:
        async with asyncio.timeout(limits.body_seconds):
            return await read_body(request.receive, limits, declared_bytes)
    except TimeoutError:
        raise faults.body_timed_out() from None


def json_of(endpoint: Endpoint, request: Request, body: bytes | None) -> msgspec.Struct | None:
    """Read a JSON body; none at all is an empty object. Raises Fault 400 and 415."""
    if not body:
        return None if endpoint.body is None else typed({}, endpoint.body)
    if endpoint.body is None:
        raise faults.bad_request("The request must have no body.")
    refuse_other_media(request, JSON)
    return typed(json_object(body), endpoint.body)


def query_of(endpoint: Endpoint, request: Request) -> msgspec.Struct | None:
    """Read the query string. Raises Fault 400."""
    pairs = request.query_params.multi_items()
    if len({name for name, _ in pairs}) != len(pairs):
        raise faults.bad_request("The query must not have a parameter twice.")
    if endpoint.query is None:
        if pairs:
            raise faults.bad_request("The request must have no query.")
        return None
    return typed(dict(pairs), endpoint.query, strict=False)


def typed(members: dict[str, Any], kind: type[S], *, strict: bool = True) -> S:
    """Hold members against a type. Raises Fault 400 with the member and the rule."""
    try:
        return msgspec.convert(members, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise faults.bad_request(explain(str(error), kind)) from None


def refuse_other_media(request: Request, wanted: str) -> None:
    """Refuse a body that does not say it is of the wanted type: a form of another site's page cannot say so. Raises Fault 415."""
    if request.headers.get("content-type", "").split(";", 1)[0].strip().lower() != wanted:
        raise faults.Fault("UnsupportedMediaTypeException", 415, f"Content-Type must be {wanted}.")
