"""The first story, with every client as its user has it: read, rename, retarget, calling name, conflict."""

from __future__ import annotations

import time
from typing import Any

import pytest

from clients.calling import NEWER, OLDER, Call
from flows.numbers import number, update

ARRIVAL_SECONDS = 10
"""Twice the time that a calling name is pending under the relaxed rules."""


def wait_for_calling_name(call: Call) -> dict[str, Any]:
    """Read the number until its calling name is no longer pending."""
    deadline = time.monotonic() + ARRIVAL_SECONDS
    while (seen := number(call))["CallingNameStatus"] == "UpdateInProgress":
        assert time.monotonic() < deadline, "the calling name never arrived"
        assert "CallingName" not in seen
        time.sleep(0.5)
    return seen


@pytest.mark.parametrize("client", NEWER + OLDER, indirect=True)
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


@pytest.mark.parametrize("client", NEWER, indirect=True)
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


@pytest.mark.parametrize("client", OLDER, indirect=True)
def test_the_older_api_retargets_what_the_newer_one_hides(call: Call) -> None:
    """BusinessCalling is a product of the older API alone, which has no names for numbers."""
    retargeted = update(call, "+12065550102", ProductType="BusinessCalling")

    assert retargeted["ProductType"] == "BusinessCalling"
    assert number(call, "+12065550102") == retargeted
    assert retargeted.keys().isdisjoint({"Name", "OrderId", "PhoneNumberArn"})
