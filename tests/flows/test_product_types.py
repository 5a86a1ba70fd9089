"""A U.S. number becomes one for SIP media applications and a voice connector's again, with every client (BEHAVIOUR.md 6, R1-R4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clients.calling import NEWER, Call
from flows.numbers import POLLS_MAX, assignment, failure, number, order, update
from running import RunningServer

if TYPE_CHECKING:
    from flows.conftest import Connect

LAMBDA = "arn:aws:lambda:us-west-2:123456789012:function:menu"


@pytest.mark.parametrize("client", NEWER, indirect=True)
def test_a_number_changes_its_product_type_and_back(connect: Connect, server: RunningServer) -> None:
    """It does so under every form of its id and in every region, and only while no SIP rule and no voice connector holds it."""
    e164 = order(connect(), server, "VoiceConnector")
    call = connect("us-west-2")
    number_id = number(call, e164)["PhoneNumberId"]
    assert number_id == f"%2B{e164[1:]}"
    assert number(call, number_id.replace("%", "%25")) == number(call, number_id) == number(call, e164)

    assert (
        update(call, number_id, ProductType="SipMediaApplicationDialIn")["ProductType"] == "SipMediaApplicationDialIn"
    )
    application = new_application(call)
    rule = new_rule(call, e164, application)
    assert assignment(number(call, e164)) == ("Assigned", [("SipRuleId", rule)])
    assert failure(call("UpdatePhoneNumber", PhoneNumberId=e164, ProductType="VoiceConnector")) == "BadRequestException"
    assert failure(call("DeletePhoneNumber", PhoneNumberId=number_id)) == "BadRequestException"

    assert "error" not in call("UpdateSipRule", SipRuleId=rule, Name="Menu", Disabled=True)
    assert "error" not in call("DeleteSipRule", SipRuleId=rule)
    assert wait_until_free(call, number_id)["Associations"] == []
    assert "error" not in call("DeleteSipMediaApplication", SipMediaApplicationId=application)

    assert update(call, e164, ProductType="VoiceConnector")["ProductType"] == "VoiceConnector"
    made = call("CreateVoiceConnector", Name="Front desk", AwsRegion="us-west-2", RequireEncryption=True)
    connector = made["VoiceConnector"]["VoiceConnectorId"]
    answer = call("AssociatePhoneNumbersWithVoiceConnector", VoiceConnectorId=connector, E164PhoneNumbers=[e164])
    assert answer["PhoneNumberErrors"] == []
    assert assignment(number(connect(), e164)) == ("Assigned", [("VoiceConnectorId", connector)])


def new_application(call: Call) -> str:
    """Create a SIP media application and return its id."""
    made = call("CreateSipMediaApplication", AwsRegion="us-west-2", Name="Menu", Endpoints=[{"LambdaArn": LAMBDA}])
    application: str = made["SipMediaApplication"]["SipMediaApplicationId"]
    return application


def new_rule(call: Call, e164: str, application: str) -> str:
    """Create the rule that sends calls to the number to the application, and return its id."""
    targets = [{"SipMediaApplicationId": application, "Priority": 1, "AwsRegion": "us-west-2"}]
    trigger = {"TriggerType": "ToPhoneNumber", "TriggerValue": e164}
    rule: str = call("CreateSipRule", Name="Menu", TargetApplications=targets, **trigger)["SipRule"]["SipRuleId"]
    return rule


def wait_until_free(call: Call, number_id: str) -> dict[str, object]:
    """Poll the number while it is assigned, as published clients do."""
    for _ in range(POLLS_MAX):
        if (found := number(call, number_id))["Status"] != "Assigned":
            return found
    raise AssertionError("the number is assigned still")
