"""Read a service model of botocore into checked records, and refuse by name whatever the generator does not know.

The vocabulary of a model is Smithy's: https://smithy.io/2.0/spec/ (an ``integer`` has 32 bits, a ``sensitive`` value
must not be shown) in the JSON form that botocore publishes for the rest-json protocol.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import botocore
from botocore.loaders import Loader

NO_TRAITS: frozenset[str] = frozenset()
DESCRIPTIONS = frozenset({"documentation", "deprecated", "deprecatedMessage", "deprecatedSince"})
OPERATION_TRAITS = DESCRIPTIONS | {"name", "http", "input", "output", "errors", "idempotent"}
HTTP_TRAITS = frozenset({"method", "requestUri", "responseCode"})
# ``box`` says that a member may be null, which every optional member may be here; ``idempotencyToken`` that a client
# fills the member in by itself.
MEMBER_TRAITS = DESCRIPTIONS | {"shape", "location", "locationName", "box", "idempotencyToken"}
ERROR_TRAITS = DESCRIPTIONS | {"type", "members", "required", "error", "exception", "fault"}
SHAPE_TRAITS = DESCRIPTIONS | {"type", "sensitive"}
TRAITS_OF_TYPE = {
    "boolean": NO_TRAITS,
    "float": frozenset({"min", "max"}),
    "integer": frozenset({"min", "max"}),
    "list": frozenset({"min", "max", "member"}),
    "map": frozenset({"min", "max", "key", "value"}),
    "string": frozenset({"min", "max", "pattern", "enum"}),
    "structure": frozenset({"members", "required"}),
    "timestamp": frozenset({"timestampFormat"}),
}
REQUEST_LOCATIONS = frozenset({"body", "querystring", "uri"})


class UnknownTraitError(Exception):
    """The model says something that the generator would otherwise leave out of the contract."""


@dataclass(frozen=True)
class Member:
    """One member of a structure."""

    name: str
    shape: str
    required: bool
    location: str
    location_name: str

    @property
    def wire_name(self) -> str:
        """Name it as the struct does: in the body by its name on the wire, elsewhere by its name in the model."""
        return self.location_name if self.location == "body" else self.name


@dataclass(frozen=True)
class Shape:
    """One type of the model; ``parts`` are the shapes of a list's member, or of a map's key and value."""

    name: str
    type: str
    documentation: str = ""
    sensitive: bool = False
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """Name the shapes that this one is made of."""
        return self.parts or tuple(member.shape for member in self.members)


@dataclass(frozen=True)
class OperationModel:
    """One operation of the model; ``path`` still holds the labels' names in the URI."""

    name: str
    documentation: str
    method: str
    path: tuple[str, ...]
    literal_query: tuple[tuple[str, str], ...]
    status: int
    request: str
    response: str | None
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """The part of one service model that becomes code: some operations and every shape they reach."""

    namespace: str
    source: str
    operations: tuple[OperationModel, ...]
    shapes: Mapping[str, Shape]
    errors: Mapping[str, int]

    def reached_from(self, names: Iterable[str]) -> set[str]:
        """Name every shape that the named ones are made of, themselves included."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.shapes[name].needs)
        return found


def load(namespace: str, only: frozenset[str] | None = None) -> Service:
    """Read botocore's model of the namespace: all its operations, or only the named ones."""
    model = Loader().load_service_model(namespace, "service-2")
    source = f"botocore {botocore.__version__}'s model of {namespace} {model['metadata']['apiVersion']}"
    return read(model, namespace, source, only)


def read(model: Mapping[str, Any], namespace: str, source: str, only: frozenset[str] | None = None) -> Service:
    """Read a service model; raise ``UnknownTraitError`` where it says more than the generator understands."""
    names = sorted(model["operations"] if only is None else only)
    operations = tuple(_operation(model["operations"][name], model["shapes"]) for name in names)
    inputs = {operation.request for operation in operations}
    shapes = {name: Shape(name, "structure") for name in inputs - set(model["shapes"])}
    for operation in operations:
        _collect(operation.request, model["shapes"], inputs, shapes)
        if operation.response is not None:
            _collect(operation.response, model["shapes"], inputs, shapes)
    for operation in operations:
        _check_labels(operation, shapes[operation.request])
    errors = {name: _error_status(name, model["shapes"][name]) for name in _error_names(operations)}
    return Service(namespace, source, operations, shapes, errors)


def _operation(model: Mapping[str, Any], shapes: Mapping[str, Any]) -> OperationModel:
    name = model["name"]
    _refuse_unknown(f"operation {name}", model, OPERATION_TRAITS)
    _refuse_unknown(f"operation {name}, http", model["http"], HTTP_TRAITS)
    path, _, query = model["http"]["requestUri"].partition("?")
    return OperationModel(
        name=name,
        documentation=model.get("documentation", ""),
        method=model["http"]["method"],
        path=tuple(path.removeprefix("/").split("/")),
        literal_query=tuple(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))),
        status=model["http"].get("responseCode", 200),
        request=_request(model, shapes),
        response=_shape_name(f"operation {name}, output", model["output"]) if "output" in model else None,
        errors=tuple(sorted(_shape_name(f"operation {name}, errors", error) for error in model.get("errors", ()))),
    )


def _request(model: Mapping[str, Any], shapes: Mapping[str, Any]) -> str:
    """Name the input of an operation, which is a new and empty structure where the model has none."""
    if "input" in model:
        return _shape_name(f"operation {model['name']}, input", model["input"])
    name = f"{model['name']}Request"
    if name in shapes:
        raise UnknownTraitError(f"operation {model['name']} has no input, yet {name} is a shape of the model")
    return name


def _shape_name(where: str, reference: Mapping[str, Any]) -> str:
    _refuse_unknown(where, reference, frozenset({"shape"}))
    return str(reference["shape"])


def _collect(name: str, models: Mapping[str, Any], inputs: set[str], shapes: dict[str, Shape]) -> None:
    """Read a shape and all that it reaches."""
    if name in shapes:
        return
    shapes[name] = _shape(name, models[name], REQUEST_LOCATIONS if name in inputs else frozenset({"body"}))
    for needed in shapes[name].needs:
        _collect(needed, models, inputs, shapes)


def _shape(name: str, model: Mapping[str, Any], locations: frozenset[str]) -> Shape:
    kind = model["type"]
    if kind not in TRAITS_OF_TYPE:
        raise UnknownTraitError(f"shape {name} is a {kind}, which the generator does not know")
    _refuse_unknown(f"shape {name}", model, SHAPE_TRAITS | TRAITS_OF_TYPE[kind])
    if model.get("timestampFormat", "iso8601") != "iso8601":
        raise UnknownTraitError(f"shape {name} is a timestamp in another format than ISO 8601")
    parts = [(part, model[part]) for part in ("member", "key", "value") if part in model]
    return Shape(
        name=name,
        type=kind,
        documentation=model.get("documentation", ""),
        sensitive=model.get("sensitive", False),
        minimum=model.get("min"),
        maximum=model.get("max"),
        pattern=model.get("pattern"),
        enum=tuple(model.get("enum", ())),
        members=tuple(_members(name, model, locations)),
        parts=tuple(_shape_name(f"shape {name}, {part}", reference) for part, reference in parts),
    )


def _members(structure: str, model: Mapping[str, Any], locations: frozenset[str]) -> Iterator[Member]:
    for name, member in model.get("members", {}).items():
        where = f"member {structure}.{name}"
        _refuse_unknown(where, member, MEMBER_TRAITS)
        location = member.get("location", "body")
        if location not in locations:
            raise UnknownTraitError(f"{where} travels in {location}, which the generator does not know there")
        yield Member(
            name=name,
            shape=member["shape"],
            required=name in model.get("required", ()),
            location=location,
            location_name=member.get("locationName", name),
        )


def _check_labels(operation: OperationModel, request: Shape) -> None:
    """Refuse a path whose labels are not exactly the request's members in the URI (greedy labels among them)."""
    labels = {segment for segment in operation.path if "{" in segment}
    members = {member.location_name for member in request.members if member.location == "uri"}
    if labels != {f"{{{name}}}" for name in members}:
        raise UnknownTraitError(f"operation {operation.name} has other labels in its path than members in the URI")


def _error_names(operations: Iterable[OperationModel]) -> list[str]:
    return sorted({name for operation in operations for name in operation.errors})


def _error_status(name: str, model: Mapping[str, Any]) -> int:
    _refuse_unknown(f"error {name}", model, ERROR_TRAITS)
    _refuse_unknown(f"error {name}, error", model["error"], frozenset({"httpStatusCode", "code", "senderFault"}))
    return int(model["error"]["httpStatusCode"])


def _refuse_unknown(where: str, traits: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(set(traits) - known)
    if unknown:
        raise UnknownTraitError(f"{where} carries {', '.join(unknown)}, which the generator does not know")
