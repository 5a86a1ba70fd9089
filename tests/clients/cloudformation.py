"""As much of AWS CloudFormation as a stack of custom resources needs: the events of its creation and of its deletion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

Event = dict[str, Any]
Handler = Callable[[Event], dict[str, Any]]
"""A custom resource's function: an event in, and ``{"Status": …, "PhysicalResourceId": …, "Data": {…}}`` back."""


class Stack:
    """The custom resources of a template, and what has become of them."""

    def __init__(self, template: Mapping[str, Any], kind: str, handler: Handler) -> None:
        self._resources = {key: made for key, made in template["Resources"].items() if made["Type"] == kind}
        self._outputs: dict[str, Any] = template["Outputs"]
        self._handler = handler
        self._responses: dict[str, dict[str, Any]] = {}

    def create(self) -> dict[str, str]:
        """Create every resource after those that it refers to, and return the template's outputs."""
        for key in self._order():
            self._responses[key] = self._handle("Create", key)
        return {name: self._resolved(output["Value"]) for name, output in self._outputs.items()}

    def delete(self) -> None:
        """Delete every resource before those that it refers to."""
        for key in reversed(self._order()):
            self._handle("Delete", key)

    def _order(self) -> list[str]:
        needs = {key: set(references(made)) & self._resources.keys() for key, made in self._resources.items()}
        return list(TopologicalSorter(needs).static_order())

    def _handle(self, request: str, key: str) -> dict[str, Any]:
        made = self._resources[key]
        event = {
            "RequestType": request,
            "RequestId": f"{request}-{key}",
            "StackId": "arn:aws:cloudformation:us-east-1:000000000000:stack/Office",
            "LogicalResourceId": key,
            "ResourceType": made["Type"],
            "ResourceProperties": self._resolved(made["Properties"]),
        }
        response = self._handler(event)
        assert response["Status"] == "SUCCESS", response
        return response

    def _resolved(self, value: Any) -> Any:
        """Put attributes in the place of references, and write every number and boolean as the string that CloudFormation makes of it."""
        if isinstance(value, list):
            return [self._resolved(item) for item in value]
        if isinstance(value, dict):
            if "Fn::GetAtt" in value:
                key, attribute = value["Fn::GetAtt"]
                return self._responses[key]["Data"][attribute] if key in self._resources else f"{key}.{attribute}"
            return {name: self._resolved(item) for name, item in value.items()}
        return str(value).lower() if isinstance(value, bool) else str(value)


def references(value: Any) -> Iterator[str]:
    """Yield the resources that a part of a template refers to."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        if "Fn::GetAtt" in value:
            yield value["Fn::GetAtt"][0]
        for item in value.values():
            yield from references(item)
