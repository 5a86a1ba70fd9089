"""From method, path and query to an operation of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dialbook.contract.model import Contract, Operation
from dialbook.protocol import faults
from dialbook.protocol.faults import Fault


class Match(msgspec.Struct, frozen=True):
    """An operation and the members that its path has given."""

    operation: Operation
    labels: dict[str, Any]


class Candidate(msgspec.Struct, frozen=True):
    """An operation at a node of the tree."""

    operation: Operation
    labels: tuple[str, ...]
    """The members that the path gives, in its order."""
    selected: list[tuple[str, str]]
    """The selectors that it asks for, sorted."""


class Node(msgspec.Struct):
    """One segment of the tree of paths."""

    children: dict[str, Node] = {}
    label: Node | None = None
    """Where a segment leads that is no child: it fills a label."""
    methods: dict[str, list[Candidate]] = {}
    selectors: set[str] = set()
    """Query parameters that choose between the operations here."""


class Router:
    """The operations of one contract as a tree of path segments."""

    def __init__(self, contract: Contract) -> None:
        self._root = Node()
        for operation in contract.operations.values():
            self._add(operation)

    def _add(self, operation: Operation) -> None:
        node = self._root
        labels = tuple(segment[1:-1] for segment in operation.path if segment.startswith("{"))
        candidate = Candidate(operation, labels, sorted(operation.literal_query))
        for segment in operation.path:
            if segment.startswith("{"):
                node.label = node.label or Node()
                node = node.label
            else:
                node = node.children.setdefault(segment, Node())
        node.methods.setdefault(operation.method, []).append(candidate)
        node.selectors.update(name for name, _ in operation.literal_query)

    def match(self, method: str, segments: Sequence[str], query: dict[str, str]) -> Match:
        """Find the operation. Raises Fault 404 for an unknown path or selector, 405 for a known path with another method."""
        node, values = self._walk(segments)
        candidates = node.methods.get(method)
        if candidates is None:
            raise faults.method_not_allowed() if node.methods else faults.unknown_operation()
        selected = sorted((name, query[name]) for name in node.selectors if name in query) if query else []
        for candidate in candidates:
            if candidate.selected == selected:
                return Match(candidate.operation, label_members(candidate.labels, values))
        raise faults.unknown_operation()

    def knows(self, method: str, segments: Sequence[str], query: dict[str, str]) -> bool:
        """Tell whether there is such an operation."""
        try:
            self.match(method, segments, query)
        except Fault:
            return False
        return True

    def _walk(self, segments: Sequence[str]) -> tuple[Node, list[str]]:
        node = self._root
        values = []
        for segment in segments:
            child = node.children.get(segment)
            if child is None:
                if node.label is None:
                    raise faults.unknown_operation()
                child = node.label
                values.append(segment)
            node = child
        return node, values


def label_members(labels: Sequence[str], values: Sequence[str]) -> dict[str, Any]:
    """Name the values that the path gave. Raises Fault 400 for an empty one, which must never fall through to a list."""
    if "" in values:
        raise faults.bad_request(f"{labels[values.index('')]} must not be empty.")
    return dict(zip(labels, values, strict=True))
