"""The OpenAPI document, and the index."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from controls.http.client import ask
from dialbook import __version__
from dialbook.controls.http.table import ENDPOINTS
from running import RunningServer


@pytest.fixture
def document(server: RunningServer) -> dict[str, Any]:
    """Return the document as it is served."""
    answer = ask(server, "GET", "/openapi.json")
    assert answer.status == 200
    found: dict[str, Any] = answer.json
    return found


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    """By the schema of OpenAPI 3.1, and every reference leads somewhere."""
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    assert document["info"]["version"] == __version__


def test_the_document_has_every_route_and_no_other(server: RunningServer, document: dict[str, Any]) -> None:
    """As the index lists them."""
    described = {f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods}
    assert described == set(ask(server, "GET", "/").json["Endpoints"])
    assert described == {f"{endpoint.method} /_dialbook{endpoint.path}" for endpoint in ENDPOINTS}


def test_every_operation_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    """From which generators make the names of functions."""
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(set(names)) == len(names)


def test_a_request_is_described_with_all_that_is_asked_of_it(document: dict[str, Any]) -> None:
    """The types, the members that must be there, and that there may be no others."""
    advance = document["paths"]["/_dialbook/clock/advance"]["post"]
    assert advance["requestBody"]["required"] is True
    assert advance["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/AdvanceClockRequest"
    }
    request = document["components"]["schemas"]["AdvanceClockRequest"]
    assert (request["required"], request["additionalProperties"]) == (["Duration"], False)
    assert {"200", "400", "401", "403", "413", "415", "default"} == advance["responses"].keys()


def test_a_query_is_described(document: dict[str, Any]) -> None:
    """Each parameter with its limits."""
    parameters = {one["name"]: one for one in document["paths"]["/_dialbook/calls"]["get"]["parameters"]}
    assert parameters.keys() == {"operation", "account", "limit"}
    assert (parameters["limit"]["schema"]["minimum"], parameters["limit"]["schema"]["maximum"]) == (1, 1000)


def test_the_answers_are_of_the_types_that_the_document_says(server: RunningServer, document: dict[str, Any]) -> None:
    """Members and all, for every control that only shows something."""
    for path, methods in document["paths"].items():
        described = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if "{" not in path and "application/json" in described:
            name = described["application/json"]["schema"]["$ref"].rpartition("/")[2]
            answer = ask(server, "GET", path.removeprefix("/_dialbook"))
            assert answer.json.keys() == document["components"]["schemas"][name]["properties"].keys(), path
