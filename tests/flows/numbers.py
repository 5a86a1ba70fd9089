"""What the flows look at: numbers and their orders, as any of the clients shows them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from clients.calling import Answer, Call
from running import RunningServer

POLL_EVERY = timedelta(seconds=5)
POLLS_MAX = 15
"""A client gives up after 75 seconds (BEHAVIOUR.md 6, R10)."""


def number(call: Call, number_id: str = "+12065550100") -> dict[str, Any]:
    """Get a number, without its members that are null: not every client shows those."""
    return given(call("GetPhoneNumber", PhoneNumberId=number_id))


def update(call: Call, number_id: str = "+12065550100", **detail: str) -> dict[str, Any]:
    """Update a number and return the answer's number."""
    return given(call("UpdatePhoneNumber", PhoneNumberId=number_id, **detail))


def given(answer: Answer) -> dict[str, Any]:
    """Return the members of an answer's number that are not null."""
    assert "PhoneNumber" in answer, answer
    return {name: value for name, value in answer["PhoneNumber"].items() if value is not None}


def assignment(found: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """Return a number's status, and what it is assigned to."""
    return found["Status"], [(entry["Name"], entry["Value"]) for entry in found["Associations"]]


def order(call: Call, server: RunningServer, product_type: str) -> str:
    """Search a number of Seattle, order it, poll the order until it is complete, and return the number."""
    found = call("SearchAvailablePhoneNumbers", AreaCode="206", MaxResults=3)["E164PhoneNumbers"]
    assert len(found) == 3
    ordered = call("CreatePhoneNumberOrder", ProductType=product_type, E164PhoneNumbers=found[:1])["PhoneNumberOrder"]
    assert ordered["Status"] == "Processing"
    assert ordered["OrderedPhoneNumbers"] == [{"E164PhoneNumber": found[0], "Status": "Processing"}]
    assert number(call, found[0])["Status"] == "AcquireInProgress"
    acquired = poll(call, server, ordered["PhoneNumberOrderId"])
    assert acquired["Status"] == "Successful"
    assert acquired["OrderedPhoneNumbers"] == [{"E164PhoneNumber": found[0], "Status": "Acquired"}]
    e164: str = found[0]
    return e164


def poll(call: Call, server: RunningServer, order_id: str) -> dict[str, Any]:
    """Get the order every few seconds of the server's clock, until it is no longer processing."""
    for _ in range(POLLS_MAX):
        found: dict[str, Any] = call("GetPhoneNumberOrder", PhoneNumberOrderId=order_id)["PhoneNumberOrder"]
        if found["Status"] != "Processing":
            return found
        server.clock.advance(POLL_EVERY)
    raise AssertionError("the order is processing still")


def failure(answer: Answer) -> str:
    """Return the code of the error that an answer is."""
    assert "error" in answer, answer
    code: str = answer["error"][0]
    return code
