"""Write the modules of a contract as Python source, which ``files`` then formats."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from keyword import iskeyword
from operator import eq
from typing import Literal

import msgspec
from botocore import xform_name

from contract_generator.annotations import Annotations, quoted
from contract_generator.modules import SHARED, Module, modules
from contract_generator.service import Member, OperationModel, Service, Shape, UnknownTraitError

# The errors that nearly every operation may answer; an operation that leaves one of them out lists its own in full.
USUAL_ERRORS = (
    "BadRequestException",
    "ForbiddenException",
    "ServiceFailureException",
    "ServiceUnavailableException",
    "ThrottledClientException",
    "UnauthorizedClientException",
)

# Members that are left out of a response where others are null. The API reference's sample response of
# SearchAvailablePhoneNumbers has "Content-Length: 1522", which is a hundred numbers and no NextToken at all.
ABSENT_MEMBERS = frozenset({("SearchAvailablePhoneNumbersResponse", "NextToken")})

RenamingRule = Literal["pascal", "camel"]
RENAMING_RULES: tuple[RenamingRule, ...] = ("pascal", "camel")

QUERY_TYPES = frozenset({"boolean", "integer", "string"})


def sources(service: Service, package: str) -> dict[str, str]:
    """Write every module of a service's contract: its text by file name."""
    found = modules(service)
    families = [module.name for module in found if module.operations]
    texts = {f"{module.name}.py": _module(service, module, package, found) for module in found}
    return texts | {
        "__init__.py": _entrance(service, package),
        "errors.py": _errors(service),
        "operations.py": _operations(service, package, families),
    }


def _head(service: Service, title: str) -> str:
    return (
        f'"""{title}\n\nGenerated from {service.source} by scripts/contract.py; do not edit.\n"""\n\n'
        "from __future__ import annotations\n\n"
    )


def _entrance(service: Service, package: str) -> str:
    return (
        _head(service, f"The wire contract of {service.namespace}.")
        + f"from {package}.operations import CONTRACT\n\n"
        + '__all__ = ["CONTRACT"]\n'
    )


def _errors(service: Service) -> str:
    lines = [
        _head(service, f"The errors of {service.namespace} with their status."),
        "from dialbook.contract.model import ErrorShape\n",
        *(f'{_constant(name)} = ErrorShape("{name}", {status})' for name, status in service.errors.items()),
        f"\nUSUAL = ({', '.join(map(_constant, USUAL_ERRORS))})",
        '"""What nearly every operation may answer."""',
    ]
    return "\n".join(lines) + "\n"


def _operations(service: Service, package: str, families: list[str]) -> str:
    tables = "".join(f"        *{name}.OPERATIONS,\n" for name in families)
    return (
        _head(service, f"All the operations of {service.namespace} by name.")
        + "from dialbook.contract.model import Contract\n"
        + f"from {package} import {', '.join(families)}\n\n"
        + f'CONTRACT = Contract(namespace="{service.namespace}", operations={{operation.name: operation for operation'
        + f" in (\n{tables})}})\n"
    )


def _module(service: Service, module: Module, package: str, found: list[Module]) -> str:
    title = "shapes of several families" if module.name == SHARED else f"{module.name.replace('_', ' ')} family"
    operations = "".join(_operation(service, operation) for operation in module.operations)
    return "\n".join(
        [
            _head(service, f"The {title} of {service.namespace}."),
            *_imports(service, module, package, found),
            *_shapes(service, module),
            f"OPERATIONS = (\n{operations})\n" if operations else "",
        ]
    )


def _imports(service: Service, module: Module, package: str, found: list[Module]) -> Iterator[str]:
    """Write every import that a module may need; ruff takes out the unused ones afterwards."""
    yield "from typing import Annotated, Literal\n"
    yield "from msgspec import UNSET, Meta, Struct, UnsetType, field\n"
    yield "from dialbook.contract.model import Operation, QueryParameter, Timestamp"
    yield f"from {package}.errors import {', '.join(['USUAL', *map(_constant, service.errors)])}"
    annotations = Annotations(service.shapes)
    shared = [shape for other in found if other.name == SHARED != module.name for shape in other.shapes]
    names = [shape.name for shape in shared if shape.type == "structure" or annotations.is_alias(shape)]
    if names:
        yield f"from {package}.{SHARED} import {', '.join(names)}\n"


def _shapes(service: Service, module: Module) -> Iterator[str]:
    """Write the shapes in the order in which Python needs them: simple types, lists of those, classes, lists of those."""
    annotations = Annotations(service.shapes)
    aliases = [shape for shape in module.shapes if annotations.is_alias(shape)]
    before = [shape for shape in aliases if not annotations.mentions_structures(shape)]
    for shape in sorted(before, key=lambda shape: bool(shape.parts)):
        yield f"{shape.name} = {annotations.definition(shape)}"
    titles = _titles(service)
    for shape in module.shapes:
        if shape.type == "structure":
            yield _structure(shape, annotations, titles.get(shape.name, ""))
    for shape in aliases:
        if annotations.mentions_structures(shape):
            yield f"{shape.name} = {annotations.definition(shape)}"


def _titles(service: Service) -> dict[str, str]:
    requests = {operation.request: f"The request of {operation.name}." for operation in service.operations}
    responses = {operation.response: f"The response of {operation.name}." for operation in service.operations}
    return requests | {name: title for name, title in responses.items() if name is not None}


def _structure(shape: Shape, annotations: Annotations, title: str) -> str:
    members = sorted(shape.members, key=lambda member: member.wire_name)
    attributes = [xform_name(member.name) for member in members]
    if len(set(attributes)) < len(attributes) or any(map(iskeyword, attributes)):
        raise UnknownTraitError(f"shape {shape.name} has members whose names in snake_case are equal or keywords")
    rename, derived = _rename(attributes, [member.wire_name for member in members])
    lines = [
        f"class {shape.name}(Struct, frozen=True, kw_only=True{rename}):",
        f'    """{title or _first_sentence(shape.documentation) or f"The {shape.name} of the model."}"""\n',
    ]
    for member, attribute, name in zip(members, attributes, derived, strict=True):
        spelt = "" if name == member.wire_name else member.wire_name
        absent = (shape.name, member.name) in ABSENT_MEMBERS
        lines.append(f"    {attribute}: {_field(member, annotations.of(member.shape), spelt, absent=absent)}")
    return "\n".join(lines) + "\n"


def _rename(attributes: list[str], wire_names: list[str]) -> tuple[str, list[str]]:
    """Choose the rule of msgspec that spells most names as the wire does, and tell what it spells."""
    rule = max(RENAMING_RULES, key=lambda rule: sum(map(eq, _spelt(attributes, rule), wire_names)))
    return (f', rename="{rule}"' if attributes else ""), _spelt(attributes, rule)


def _spelt(attributes: list[str], rule: RenamingRule) -> list[str]:
    return list(msgspec.defstruct("Probe", attributes, rename=rule).__struct_encode_fields__)


def _field(member: Member, annotation: str, spelt: str, *, absent: bool) -> str:
    """Write the annotation and default of a member; ``spelt`` is its wire name where the class's rule fails."""
    default = "" if member.required else "UNSET" if absent else "None"
    kind = {"": annotation, "UNSET": f"{annotation} | UnsetType", "None": f"{annotation} | None"}[default]
    if not spelt:
        return f"{kind} = {default}" if default else kind
    arguments = [f"default={default}"] if default else []
    return f"{kind} = field({', '.join([*arguments, f'name={quoted(spelt)}'])})"


def _operation(service: Service, operation: OperationModel) -> str:
    members = sorted(service.shapes[operation.request].members, key=lambda member: member.wire_name)
    labels = {f"{{{member.location_name}}}": f"{{{member.name}}}" for member in members if member.location == "uri"}
    arguments = {
        "name": quoted(operation.name),
        "method": quoted(operation.method),
        "path": _tuple(quoted(labels.get(segment, segment)) for segment in operation.path),
        "literal_query": _tuple(f"({quoted(name)}, {quoted(value)})" for name, value in operation.literal_query),
        "status": operation.status,
        "request": operation.request,
        "response": operation.response,
        "query": _tuple(_query_parameter(service, member) for member in members if member.location == "querystring"),
        "body": _tuple(quoted(member.wire_name) for member in members if member.location == "body"),
        "errors": _tuple(_error_list(operation)),
    }
    lines = [f"        {name}={value},\n" for name, value in arguments.items()]
    return f"    # {_first_sentence(operation.documentation)}\n    Operation(\n{''.join(lines)}    ),\n"


def _query_parameter(service: Service, member: Member) -> str:
    kind = service.shapes[member.shape].type
    if kind not in QUERY_TYPES:
        raise UnknownTraitError(f"member {member.name} is a {kind} in the query, which the generator does not know")
    return f"QueryParameter({quoted(member.location_name)}, {quoted(member.wire_name)}, {quoted(kind)})"


def _error_list(operation: OperationModel) -> list[str]:
    if not set(USUAL_ERRORS) <= set(operation.errors):
        return [_constant(name) for name in operation.errors]
    return ["*USUAL", *(_constant(name) for name in operation.errors if name not in USUAL_ERRORS)]


def _constant(error: str) -> str:
    return str(xform_name(error.removesuffix("Exception"))).upper()


def _tuple(parts: Iterable[str]) -> str:
    written = list(parts)
    return f"({', '.join(written)}{',' if len(written) == 1 else ''})"


def _first_sentence(documentation: str) -> str:
    """Take the first sentence out of a model's HTML."""
    text = html.unescape(re.sub(r"</?\w[^>]*>", "", re.sub(r"</p>|<br/?>", " ", documentation)))
    sentence = re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]
    return sentence.replace("\\", "\\\\").replace('"', "'")
