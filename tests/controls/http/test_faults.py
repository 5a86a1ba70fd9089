"""Faults over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from controls.http.client import ask
from running import RunningServer, error_of

NUMBER = "+12065550100"
ORDER = {"Operation": "UpdatePhoneNumber", "Error": "Conflict", "Times": 1}
UNKNOWN = (404, "NotFound", "The fault does not exist.")


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Run a server of its own for each test."""
    with RunningServer(controls=True, store_clock=True) as running:
        running.add_number(NUMBER)
        yield running


def add(server: RunningServer, order: dict[str, Any]) -> dict[str, Any]:
    """Order a fault and return it."""
    answer = ask(server, "POST", "/faults", order)
    assert answer.status == 201, answer.content
    fault: dict[str, Any] = answer.json
    return fault


def test_a_fault_is_ordered_strikes_and_shows_it(server: RunningServer) -> None:
    """An unmodified client meets it as often as it was ordered."""
    fault = add(server, ORDER)
    path = f"/faults/{fault['FaultId']}"
    assert ask(server, "GET", path).json == fault
    assert (fault["Matched"], fault["Struck"], fault["Exhausted"]) == (0, 0, False)

    client = server.client()
    status, code, _ = error_of(client.update_phone_number, PhoneNumberId=NUMBER, Name="Desk")
    assert (status, code) == (409, "ConflictException")
    client.update_phone_number(PhoneNumberId=NUMBER, Name="Desk")

    struck = ask(server, "GET", path).json
    assert (struck["Struck"], struck["Exhausted"]) == (1, True)
    assert ask(server, "GET", "/faults").json == {"Faults": [struck]}


def test_a_fault_is_taken_back(server: RunningServer) -> None:
    """The others stand."""
    first, second = add(server, ORDER), add(server, ORDER)
    assert ask(server, "DELETE", f"/faults/{first['FaultId']}").status == 204
    assert ask(server, "GET", "/faults").json == {"Faults": [second]}


def test_all_faults_are_taken_back(server: RunningServer) -> None:
    """Then there are none."""
    add(server, ORDER)
    assert ask(server, "DELETE", "/faults").status == 204
    assert ask(server, "GET", "/faults").json == {"Faults": []}
    server.client().update_phone_number(PhoneNumberId=NUMBER, Name="Desk")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_fault_that_is_not_there(server: RunningServer, method: str) -> None:
    """404, and the others stand."""
    fault = add(server, ORDER)
    assert ask(server, method, "/faults/none").refusal == UNKNOWN
    assert ask(server, "GET", "/faults").json == {"Faults": [fault]}


REFUSED: list[tuple[Any, str]] = [
    ({}, ""),
    ({"Operation": "DeleteEverything", "Error": "Conflict"}, "Operation must be one of"),
    (
        {"Operation": "UpdatePhoneNumber", "Error": "Conflicted"},
        "Error must be one that UpdatePhoneNumber can answer: ",
    ),
    ({"Status": 404}, ""),
    ({"Status": "503"}, "Status must be an integer, not a string."),
    ({"Error": "Conflict", "Share": 0}, ""),
    ({"Error": "Conflict", "Share": 1.5}, ""),
    ({"Error": "Conflict", "Times": 0}, ""),
    ({"Error": "Conflict", "Sequence": ["fail", "maybe"]}, ""),
    ({"Error": "Conflict", "Sequence": "fail"}, ""),
    ({"Delay": -1}, "A delay must be from 0 to 900 seconds."),
    ({"Delay": "1s"}, ""),
    ({"Delay": {"Distribution": "Normal", "Mean": 1}}, ""),
    ({"Delay": {"Distribution": "Uniform", "Least": 2, "Most": 1}}, "Least must not be greater than Most."),
    ({"Drop": True, "Truncate": {"Bytes": 1}}, ""),
    ({"Truncate": {"Bytes": 1, "Fraction": 0.5}}, ""),
    ({"Error": "Conflict", "Since": "soon"}, ""),
    ({"Error": "Conflict", "Since": "2030-01-01T00:00:00"}, ""),
    ({"Error": "Conflict", "PhoneNumber": "twelve"}, "PhoneNumber must be an E.164 number"),
    ({"Error": "Conflict", "Account": "me"}, ""),
    ({"Fault": "Conflict"}, "The request has a member that it cannot have; it may have Operation, Namespace, "),
    ({"Truncate": {"Byte": 1}}, "Truncate has a member that it cannot have; it may have Bytes, Fraction."),
    ({"Outcome": "Failed"}, "Outcome must be one of AcquireFailed, DeleteFailed, ReleaseFailed, UpdateFailed."),
]


@pytest.mark.parametrize(("order", "beginning"), REFUSED, ids=str)
def test_a_fault_that_can_never_be(server: RunningServer, order: Any, beginning: str) -> None:
    """400 with one clear sentence, and nothing is ordered."""
    status, code, message = ask(server, "POST", "/faults", order).refusal
    assert (status, code) == (400, "BadRequest")
    assert message.startswith(beginning)
    assert message.endswith(".")
    assert " is not valid." not in message
    assert ask(server, "GET", "/faults").json == {"Faults": []}
