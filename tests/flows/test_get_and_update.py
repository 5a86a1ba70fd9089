"""The first story, with every client as its user has it: read, rename, retarget, calling name, conflict."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

Call = Callable[..., dict[str, Any]]

NEWER = ["chime-sdk-voice", "cli", "javascript"]
"""Clients of the newer API: boto3, the AWS CLI and the JavaScript SDK."""
OLDER = ["chime"]
"""boto3's client of the older API."""
ARRIVAL_SECONDS = 10
"""Twice the time that a calling name is pending under the relaxed rules."""


def number(call: Call, number_id: str = "+12065550100") -> dict[str, Any]:
    """Get a number, without its members that are null: not every client shows those."""
    return given(call("GetPhoneNumber", PhoneNumberId=number_id))


def update(call: Call, number_id: str = "+12065550100", **detail: str) -> dict[str, Any]:
    """Update a number and return the answer's number."""
    return given(call("UpdatePhoneNumber", PhoneNumberId=number_id, **detail))


def given(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the members of an answer's number that are not null."""
    assert "PhoneNumber" in answer, answer
    return {name: value for name, value in answer["PhoneNumber"].items() if value is not None}


def wait_for_calling_name(call: Call) -> dict[str, Any]:
    """Read the number until its calling name is no longer pending."""
    deadline = time.monotonic() + ARRIVAL_SECONDS
    while (seen := number(call))["CallingNameStatus"] == "UpdateInProgress":
        assert time.monotonic() < deadline, "the calling name never arrived"
        assert "CallingName" not in seen
        time.sleep(0.5)
    return seen


@pytest.mark.parametrize("call", NEWER + OLDER, indirect=True)
def test_a_calling_name_is_pending_then_in_force(call: Call) -> None:
    """An update shows the old name as pending, a second one meets a conflict, and after five seconds the new name is there."""
    before = number(call)
    assert before["ProductType"] == "VoiceConnector"
    assert before["Status"] == "Assigned"
    assert before["CallingNameStatus"] == "Unassigned"
    assert [entry["Value"] for entry in before["Associations"]] == ["abcdef1ghij2klmno3pqr4"]

    pending = update(call, CallingName="Front Desk")
    conflict = call("UpdatePhoneNumber", PhoneNumberId="+12065550100", CallingName="Night Desk")

    changed = {"CallingNameStatus": "UpdateInProgress", "UpdatedTimestamp": pending["UpdatedTimestamp"]}
    assert pending == before | changed
    sentence = "CallingName cannot be updated while an earlier update of it is pending."
    assert conflict["error"] == ("ConflictException", sentence)

    arrived = wait_for_calling_name(call)
    settled = {"CallingNameStatus": "UpdateSucceeded", "UpdatedTimestamp": arrived["UpdatedTimestamp"]}
    assert arrived == before | settled | {"CallingName": "Front Desk"}


@pytest.mark.parametrize("call", NEWER, indirect=True)
def test_a_number_is_renamed_and_retargeted(call: Call) -> None:
    """A name and a product type are there at once, and an assigned number keeps its product type."""
    renamed = update(call, "+12065550101", Name="Front desk, 2nd floor")
    retargeted = update(call, "%2B12065550101", ProductType="SipMediaApplicationDialIn")
    refused = call("UpdatePhoneNumber", PhoneNumberId="+12065550100", ProductType="SipMediaApplicationDialIn")

    assert renamed["Name"] == "Front desk, 2nd floor"
    assert retargeted["ProductType"] == "SipMediaApplicationDialIn"
    assert number(call, "+12065550101") == retargeted
    sentence = "ProductType can be changed only while the phone number is unassigned."
    assert refused["error"] == ("BadRequestException", sentence)


@pytest.mark.parametrize("call", OLDER, indirect=True)
def test_the_older_api_retargets_what_the_newer_one_hides(call: Call) -> None:
    """BusinessCalling is a product of the older API alone, which has no names for numbers."""
    retargeted = update(call, "+12065550102", ProductType="BusinessCalling")

    assert retargeted["ProductType"] == "BusinessCalling"
    assert number(call, "+12065550102") == retargeted
    assert retargeted.keys().isdisjoint({"Name", "OrderId", "PhoneNumberArn"})
