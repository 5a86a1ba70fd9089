"""The endpoints that say which endpoints there are."""

from __future__ import annotations

import msgspec

from dialbook import __version__
from dialbook.controls.http import openapi
from dialbook.controls.http.endpoint import ROOT, Call, Endpoint
from dialbook.server.handle import Service


class ControlIndex(msgspec.Struct, frozen=True, rename="pascal"):
    """What there is under ``/_dialbook/``."""

    version: str
    """The version of dialbook."""
    open_api: str = msgspec.field(name="OpenAPI")
    """Where the document that describes the endpoints is."""
    endpoints: list[str]
    """Methods and paths, such as ``POST /_dialbook/clock/advance``."""


def with_index(endpoints: tuple[Endpoint, ...]) -> tuple[Endpoint, ...]:
    """Return the endpoints and the two that describe them all."""

    async def index(_service: Service, _call: Call) -> ControlIndex:
        lines = [f"{endpoint.method} {ROOT}{endpoint.path}" for endpoint in table]
        return ControlIndex(__version__, f"{ROOT}/openapi.json", lines)

    async def document(_service: Service, _call: Call) -> openapi.Document:
        return openapi.document(table)

    table = (
        Endpoint(
            name="GetIndex",
            summary="List the endpoints.",
            method="GET",
            path="/",
            handler=index,
            answer=ControlIndex,
        ),
        Endpoint(
            name="GetOpenAPI",
            summary="Describe the endpoints as an OpenAPI 3.1 document.",
            method="GET",
            path="/openapi.json",
            handler=document,
            answer=openapi.Document,
        ),
        *endpoints,
    )
    return table
