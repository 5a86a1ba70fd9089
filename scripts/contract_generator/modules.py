"""Decide which module of a namespace holds an operation and a shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from contract_generator.service import OperationModel, Service, Shape

SHARED = "shapes"

# A module per resource family, which is the first segment of the path. What lies below a voice connector would make
# one module of 45 operations; these are its parts.
BELOW_A_VOICE_CONNECTOR = {
    "emergency-calling-configuration": "voice_connector_configuration",
    "external-systems-configuration": "voice_connector_configuration",
    "logging-configuration": "voice_connector_configuration",
    "origination": "voice_connector_configuration",
    "programmable-numbers": "proxy_sessions",
    "proxy-sessions": "proxy_sessions",
    "speaker-search-tasks": "speaker_search_tasks",
    "streaming-configuration": "voice_connector_configuration",
    "termination": "voice_connector_termination",
    "voice-tone-analysis-tasks": "voice_tone_analysis_tasks",
}


@dataclass(frozen=True)
class Module:
    """One file of the contract: the shapes that only its operations reach, and those operations."""

    name: str
    shapes: tuple[Shape, ...]
    operations: tuple[OperationModel, ...]


def family(operation: OperationModel) -> str:
    """Name the module of an operation."""
    resource, *below = operation.path
    if resource == "voice-connectors" and len(below) > 1:
        return BELOW_A_VOICE_CONNECTOR.get(below[1], "voice_connectors")
    return resource.replace("-", "_")


def modules(service: Service) -> list[Module]:
    """Share the shapes and operations of a service out among its modules, in alphabetical order."""
    operations: dict[str, list[OperationModel]] = defaultdict(list)
    for operation in service.operations:
        operations[family(operation)].append(operation)
    homes = _homes(service, operations)
    names = sorted({*operations, *homes.values()})
    return [
        Module(
            name=name,
            shapes=tuple(service.shapes[shape] for shape in sorted(homes) if homes[shape] == name),
            operations=tuple(operations.get(name, ())),
        )
        for name in names
    ]


def _homes(service: Service, families: Mapping[str, list[OperationModel]]) -> dict[str, str]:
    """Give every shape its module: the one family that reaches it, or the shared one."""
    homes: dict[str, str] = {}
    for name, operations in families.items():
        ends = [shape for operation in operations for shape in (operation.request, operation.response) if shape]
        for shape in service.reached_from(ends):
            homes[shape] = SHARED if shape in homes else name
    return homes
