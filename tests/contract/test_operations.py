"""Every operation of the contract travels as the service model says."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from service_model import Api

CHIME_FAMILY = {
    "AssociatePhoneNumberWithUser",
    "BatchDeletePhoneNumber",
    "BatchUpdatePhoneNumber",
    "CreatePhoneNumberOrder",
    "DeletePhoneNumber",
    "DisassociatePhoneNumberFromUser",
    "GetGlobalSettings",
    "GetPhoneNumber",
    "GetPhoneNumberOrder",
    "GetPhoneNumberSettings",
    "ListPhoneNumberOrders",
    "ListPhoneNumbers",
    "ListSupportedPhoneNumberCountries",
    "RestorePhoneNumber",
    "SearchAvailablePhoneNumbers",
    "UpdateGlobalSettings",
    "UpdatePhoneNumber",
    "UpdatePhoneNumberSettings",
}


def input_members(api: Api, operation: Any, location: str | None) -> dict[str, Any]:
    """Give the members of an operation's input that travel in one place, by name."""
    members = api.shape(operation["input"]["shape"])["members"] if "input" in operation else {}
    return {name: member for name, member in members.items() if member.get("location") == location}


def test_the_newer_api_is_whole_and_the_older_one_its_phone_number_family(api: Api) -> None:
    """The contract holds all 96 operations of chime-sdk-voice, and of chime the 18 on phone numbers."""
    expected = CHIME_FAMILY if api.namespace == "chime" else set(api.model["operations"])
    assert set(api.contract.operations) == expected
    assert len(expected) == (18 if api.namespace == "chime" else 96)
    assert api.contract.namespace == api.namespace


def test_each_operation_stands_under_its_own_name(api: Api) -> None:
    """The table's keys are the operations' names."""
    assert all(name == operation.name for name, operation in api.contract.operations.items())


def test_methods_literal_queries_and_statuses_are_the_models(api: Api) -> None:
    """Each operation has the method, the selecting query parameters and the success status of the model."""
    expected = {
        name: (
            operation["http"]["method"],
            tuple(parse_qsl(operation["http"]["requestUri"].partition("?")[2])),
            operation["http"].get("responseCode", 200),
        )
        for name, operation in api.operations.items()
    }
    assert {
        name: (operation.method, operation.literal_query, operation.status)
        for name, operation in api.contract.operations.items()
    } == expected


def test_paths_are_the_models_with_members_for_labels(api: Api) -> None:
    """With the members' names in the URI put back for those of the model, each path is the model's."""
    for name, operation in api.operations.items():
        path = "/" + "/".join(api.contract.operations[name].path)
        for member, traits in input_members(api, operation, "uri").items():
            assert f"{{{member}}}" in path
            path = path.replace(f"{{{member}}}", f"{{{traits['locationName']}}}")
        assert path == operation["http"]["requestUri"].partition("?")[0]


def test_queries_carry_the_models_parameters(api: Api) -> None:
    """Each member in the query has its wire name, its member and its type."""
    for name, operation in api.operations.items():
        expected = {
            (traits["locationName"], member, api.shape(traits["shape"])["type"])
            for member, traits in input_members(api, operation, "querystring").items()
        }
        query = api.contract.operations[name].query
        assert {(parameter.name, parameter.member, parameter.type) for parameter in query} == expected
        assert len(query) == len(expected)


def test_bodies_carry_the_members_without_another_place(api: Api) -> None:
    """Each operation's body is made of the members that travel neither in the path nor in the query."""
    expected = {name: tuple(sorted(input_members(api, entry, None))) for name, entry in api.operations.items()}
    assert {name: operation.body for name, operation in api.contract.operations.items()} == expected


def test_requests_and_responses_are_the_models_shapes(api: Api) -> None:
    """Each operation names its input and output; without input it has an empty request, without output none."""
    for name, entry in api.operations.items():
        operation = api.contract.operations[name]
        assert operation.request.__name__ == entry.get("input", {"shape": f"{name}Request"})["shape"]
        assert (operation.response and operation.response.__name__) == entry.get("output", {"shape": None})["shape"]
        assert "input" in entry or operation.request.__struct_fields__ == ()


def test_errors_are_the_models_with_their_status(api: Api) -> None:
    """Each operation lists the errors of the model, each once and with its HTTP status."""
    expected = {
        name: sorted(
            (error["shape"], api.shape(error["shape"])["error"]["httpStatusCode"]) for error in operation["errors"]
        )
        for name, operation in api.operations.items()
    }
    assert {
        name: sorted((error.name, error.status) for error in operation.errors)
        for name, operation in api.contract.operations.items()
    } == expected
