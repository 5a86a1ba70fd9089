"""Limits on how quickly requests may come, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from controls.http.client import ask
from running import ACCOUNT, RunningServer, error_of

NUMBER = "+12065550100"
PATH = f"/throttles/{ACCOUNT}/GetPhoneNumber"


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Run a server of its own for each test."""
    with RunningServer(controls=True, store_clock=True, rules="relaxed") as running:
        running.add_number(NUMBER)
        yield running


def test_a_limit_holds_at_once_until_it_is_removed(server: RunningServer) -> None:
    """For unmodified clients of this account and this operation."""
    answer = ask(server, "PUT", PATH, {"Rate": 0.001, "Burst": 1})
    limit = {"Account": ACCOUNT, "Operation": "GetPhoneNumber", "Rate": 0.001, "Burst": 1}
    assert (answer.status, answer.json) == (200, limit)
    assert ask(server, "GET", "/throttles").json == {"Limits": [limit]}

    client = server.client()
    client.get_phone_number(PhoneNumberId=NUMBER)
    assert error_of(client.get_phone_number, PhoneNumberId=NUMBER)[:2] == (429, "ThrottledClientException")
    client.list_phone_numbers()

    assert ask(server, "DELETE", PATH).status == 204
    assert ask(server, "GET", "/throttles").json == {"Limits": []}
    client.get_phone_number(PhoneNumberId=NUMBER)


def test_a_limit_for_every_account_and_operation(server: RunningServer) -> None:
    """A star stands for each; a rate of null throttles nothing."""
    assert ask(server, "PUT", "/throttles/*/*", {"Rate": 5}).json["Burst"] == 10
    assert ask(server, "PUT", "/throttles/%2A/GetPhoneNumber", {"Rate": None}).json == {
        "Account": "*",
        "Operation": "GetPhoneNumber",
        "Rate": None,
        "Burst": None,
    }
    assert len(ask(server, "GET", "/throttles").json["Limits"]) == 2
    assert ask(server, "DELETE", "/throttles").status == 204
    assert ask(server, "GET", "/throttles").json == {"Limits": []}


REFUSED: list[tuple[str, Any]] = [
    (PATH, {}),
    (PATH, {"Rate": -1}),
    (PATH, {"Rate": 1e12}),
    (PATH, {"Rate": "fast"}),
    (PATH, {"Rate": 1, "Burst": 0}),
    (PATH, {"Rate": 1, "Burst": 1.5}),
    (PATH, {"Rate": 1, "Bursts": 1}),
    ("/throttles/me/GetPhoneNumber", {"Rate": 1}),
    ("/throttles/*/GetEverything", {"Rate": 1}),
]


@pytest.mark.parametrize(("path", "body"), REFUSED)
def test_a_limit_that_is_none(server: RunningServer, path: str, body: Any) -> None:
    """400 with one sentence, and the limits stay."""
    ask(server, "PUT", "/throttles/*/*", {"Rate": 5})
    before = ask(server, "GET", "/throttles").json
    status, code, message = ask(server, "PUT", path, body).refusal
    assert (status, code) == (400, "BadRequest")
    assert " is not valid." not in message
    assert ask(server, "GET", "/throttles").json == before


def test_a_limit_that_was_not_set(server: RunningServer) -> None:
    """404."""
    assert ask(server, "DELETE", PATH).refusal[:2] == (404, "NotFound")
