"""From method, path and query to an operation."""

from __future__ import annotations

import pytest

from dialbook.contract import voice
from dialbook.contract.model import Contract, Operation
from dialbook.protocol.faults import Fault
from dialbook.protocol.route import Match, Router

VOICE = Router(voice.CONTRACT)
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "get", "")


def segments_of(operation: Operation) -> list[str]:
    """Fill the labels of an operation's path, each with a value of its own."""
    return [f"a value of {part}" if part.startswith("{") else part for part in operation.path]


def labels_of(operation: Operation) -> dict[str, str]:
    """Name the values that fill the labels of an operation's path."""
    return {part[1:-1]: f"a value of {part}" for part in operation.path if part.startswith("{")}


def refused(method: str, path: str, query: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Route what has no operation in the newer contract, and give the status, the type and the sentence."""
    with pytest.raises(Fault) as fault:
        VOICE.match(method, path.split("/")[1:], query or {})
    return fault.value.status, fault.value.type_name, fault.value.message


def test_every_operation_routes_to_itself(contract: Contract) -> None:
    """Its own method, path and literal query lead to it and to no other, with the values of its path."""
    router = Router(contract)
    for operation in contract.operations.values():
        match = router.match(operation.method, segments_of(operation), dict(operation.literal_query))
        assert match == Match(operation, labels_of(operation))


def test_parameters_of_an_operation_do_not_lead_astray(contract: Contract) -> None:
    """What its query may carry, and what it may not, makes no other operation of it."""
    router = Router(contract)
    for operation in contract.operations.values():
        query = dict(operation.literal_query) | {parameter.name: "x" for parameter in operation.query} | {"Nope": "x"}
        assert router.match(operation.method, segments_of(operation), query).operation is operation


def test_no_two_operations_are_alike(contract: Contract) -> None:
    """Method, path and literal query tell any two of them apart, whatever fills the labels."""
    shapes = [
        (
            operation.method,
            tuple("{}" if part.startswith("{") else part for part in operation.path),
            operation.literal_query,
        )
        for operation in contract.operations.values()
    ]
    assert len(set(shapes)) == len(shapes)


def test_no_value_hides_behind_a_literal(contract: Contract) -> None:
    """Where a path has a label no other path has a literal, so that every value reaches its operation."""
    paths = {operation.path for operation in contract.operations.values()}
    labelled = {path[:depth] for path in paths for depth, part in enumerate(path) if part.startswith("{")}
    literal = {path[:depth] for path in paths for depth, part in enumerate(path) if not part.startswith("{")}
    assert labelled & literal == set()


def test_another_method_is_not_allowed(contract: Contract) -> None:
    """A path that has operations, but none with this method, is answered 405; methods are case-sensitive."""
    router = Router(contract)
    for operation in contract.operations.values():
        segments = segments_of(operation)
        known = {
            other.method
            for other in contract.operations.values()
            if len(other.path) == len(segments)
            and all(
                part in (mine, segment)
                for part, mine, segment in zip(other.path, operation.path, segments, strict=True)
            )
        }
        for method in set(METHODS) - known:
            with pytest.raises(Fault) as fault:
                router.match(method, segments, {})
            assert (fault.value.status, fault.value.type_name) == (405, "UnknownOperationException")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nope",
        "/Phone-Numbers",
        "/phone-number",
        "/phone-numbers/x/y",
        "/phone-numbers/x/",
        "/phone-numbers//",
        "/settings/nope",
        "/settings/phone-number/x",
        "/voice-connectors/x/termination/nope",
        "/voice-connectors/x/termination/",
        "/emergency-calling",
        "/{PhoneNumberId}",
        "/chime/phone-numbers",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "BREW"])
def test_an_unknown_path_is_an_unknown_operation(method: str, path: str) -> None:
    """Whatever the method."""
    assert refused(method, path) == (
        404,
        "UnknownOperationException",
        "The requested operation is not recognized by the service.",
    )


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("POST", "/phone-numbers", {}),
        ("POST", "/phone-numbers", {"operation": ""}),
        ("POST", "/phone-numbers", {"operation": "batch-nope"}),
        ("POST", "/phone-numbers", {"operation": "Batch-Update"}),
        ("POST", "/phone-numbers", {"operation": "restore"}),
        ("POST", "/phone-numbers", {"Operation": "batch-update"}),
        ("POST", "/phone-numbers/x", {"operation": ""}),
        ("POST", "/phone-numbers/x", {"operation": "nope"}),
        ("POST", "/phone-numbers/x", {"operation": "batch-update"}),
        ("GET", "/search", {}),
        ("GET", "/search", {"type": "users"}),
        ("POST", "/tags", {}),
    ],
)
def test_an_unknown_selector_is_an_unknown_operation(method: str, path: str, query: dict[str, str]) -> None:
    """Where a parameter selects the operation, another value of it never falls through to a different one."""
    assert refused(method, path, query)[:2] == (404, "UnknownOperationException")


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_empty_id_is_refused(method: str) -> None:
    """``/phone-numbers/`` is no list, and a DELETE of nothing deletes nothing (BEHAVIOUR.md, question 45)."""
    assert refused(method, "/phone-numbers/") == (400, "BadRequestException", "PhoneNumberId must not be empty.")


def test_every_label_must_be_filled(contract: Contract) -> None:
    """An empty segment in the place of any label of any operation names that member."""
    router = Router(contract)
    for operation in contract.operations.values():
        for index, part in enumerate(operation.path):
            if part.startswith("{"):
                segments = [*segments_of(operation)[:index], "", *segments_of(operation)[index + 1 :]]
                with pytest.raises(Fault) as fault:
                    router.match(operation.method, segments, dict(operation.literal_query))
                assert (fault.value.status, fault.value.message) == (400, f"{part[1:-1]} must not be empty.")


@pytest.mark.parametrize(
    "value", ["{PhoneNumberId}", "phone-numbers", "..", "a/b", " ", "+12065550100", "%2B1", "x" * 99_999]
)
def test_any_value_may_fill_a_label(value: str) -> None:
    """The route does not judge it: that is for the constraints of the member."""
    match = VOICE.match("GET", ["phone-numbers", value], {})
    assert (match.operation.name, match.labels) == ("GetPhoneNumber", {"PhoneNumberId": value})
