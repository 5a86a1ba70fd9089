"""The endpoints as an OpenAPI 3.1 document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

import msgspec

from dialbook import __version__
from dialbook.controls.http.endpoint import JSON, ROOT, Endpoint
from dialbook.controls.http.writing import Problem

LABEL = re.compile(r"{(\w+)}")
SCHEMAS = "#/components/schemas/{name}"
DESCRIPTION = """\
The controls of a dialbook server: its clock, faults, limits, snapshots, recorded calls and events.

They are there where the server was started with --controls. A server with a token answers only to those who show it; one without answers
only to programs on its own machine.
"""
UNKNOWN = "Anything else that is wrong: too large or too slow a request, a path or method that there is not, a failure of the server."

Json = dict[str, Any]


class Document(msgspec.Struct, frozen=True):
    """An OpenAPI document."""

    openapi: str
    info: Json
    paths: dict[str, Json]
    components: Json
    security: list[Json]


def document(endpoints: Sequence[Endpoint]) -> Document:
    """Describe the endpoints."""
    kinds = {kind for endpoint in endpoints for kind in (endpoint.body, endpoint.answer) if kind} | {Problem}
    _, schemas = msgspec.json.schema_components(sorted(kinds, key=lambda kind: kind.__name__), ref_template=SCHEMAS)
    paths: dict[str, Json] = {}
    for endpoint in endpoints:
        paths.setdefault(ROOT + endpoint.path, {})[endpoint.method.lower()] = operation(endpoint)
    return Document(
        openapi="3.1.0",
        info={
            "title": "dialbook controls",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        paths=paths,
        components={"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        security=[{"token": []}, {}],
    )


def operation(endpoint: Endpoint) -> Json:
    """Describe one endpoint."""
    described: Json = {"operationId": endpoint.name, "summary": endpoint.summary}
    parameters = [*labels_of(endpoint), *query_of(endpoint)]
    if parameters:
        described["parameters"] = parameters
    if endpoint.upload is not None:
        described["requestBody"] = {"required": True, "content": {endpoint.upload: {}}}
    elif endpoint.body is not None:
        required = any(field.required for field in msgspec.structs.fields(endpoint.body))
        described["requestBody"] = {"required": required, "content": {JSON: {"schema": reference(endpoint.body)}}}
    return described | {"responses": {str(endpoint.status): success_of(endpoint), **dict(refusals_of(endpoint))}}


def labels_of(endpoint: Endpoint) -> Iterator[Json]:
    """Yield the parameters in the path."""
    for name in LABEL.findall(endpoint.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def query_of(endpoint: Endpoint) -> Iterator[Json]:
    """Yield the parameters in the query."""
    if endpoint.query is None:
        return
    schema = msgspec.json.schema(endpoint.query)["$defs"][endpoint.query.__name__]
    for name, described in schema["properties"].items():
        yield {"name": name, "in": "query", "required": name in schema["required"], "schema": described}


def success_of(endpoint: Endpoint) -> Json:
    """Describe the answer to a request that is in order."""
    described: Json = {"description": HTTPStatus(endpoint.status).phrase}
    if endpoint.answer is not None:
        described["content"] = {JSON: {"schema": reference(endpoint.answer)}}
    elif endpoint.download is not None:
        described["content"] = {endpoint.download: {}}
    return described


def refusals_of(endpoint: Endpoint) -> Iterator[tuple[str, Json]]:
    """Yield the answers to others: those that the endpoint says, and those that follow from what it reads."""
    read = (413, 415) if endpoint.body or endpoint.upload else ()
    problem = {JSON: {"schema": reference(Problem)}}
    for status in sorted({400, 401, 403, *read, *endpoint.errors}):
        yield str(status), {"description": HTTPStatus(status).phrase, "content": problem}
    yield "default", {"description": UNKNOWN, "content": problem}


def reference(kind: type[msgspec.Struct]) -> Json:
    """Refer to the schema of a type."""
    return {"$ref": SCHEMAS.format(name=kind.__name__)}
