"""CreateSipRule through boto3 against the running application."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from operations.sip_things import (
    CONNECTOR,
    HOST,
    NUMBER,
    OTHER,
    UNKNOWN,
    add_connector,
    add_dial_in_number,
    links,
    links_expected,
    new_application,
    new_rule,
    target,
    trigger,
)
from running import START, RunningServer, error_of

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOT_OURS = (400, "BadRequestException", "TriggerValue must be a phone number of the account.")
NO_HOST = (
    400,
    "BadRequestException",
    "TriggerValue must be the outbound host name of a voice connector of the account.",
)
TAKEN = (409, "ConflictException", "A SIP rule with this TriggerValue exists already.")


def rules(client: Any) -> list[dict[str, Any]]:
    """Return the account's rules."""
    found: list[dict[str, Any]] = client.list_sip_rules()["SipRules"]
    return found


def test_a_rule_for_a_number_assigns_it(server: RunningServer) -> None:
    """201; the number is Assigned with the rule's id, as of now (BEHAVIOUR.md 6, R2 and R3)."""
    add_dial_in_number(server)
    client = server.client()
    application = new_application(client)
    server.clock.advance(timedelta(minutes=1))
    now = START + timedelta(minutes=1)

    answer = client.create_sip_rule(Name="Menu", TargetApplications=[target(application)], **trigger(NUMBER))

    rule = answer["SipRule"]
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert GUID.fullmatch(rule["SipRuleId"])
    assert rule == {
        "CreatedTimestamp": now,
        "Disabled": False,
        "Name": "Menu",
        "SipRuleId": rule["SipRuleId"],
        "TargetApplications": [target(application)],
        "TriggerType": "ToPhoneNumber",
        "TriggerValue": NUMBER,
        "UpdatedTimestamp": now,
    }
    number = client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (number["Status"], number["UpdatedTimestamp"]) == ("Assigned", now)
    assert number["Associations"] == [{"AssociatedTimestamp": now, "Name": "SipRuleId", "Value": rule["SipRuleId"]}]
    listed = client.list_phone_numbers(FilterName="SipRuleId", FilterValue=rule["SipRuleId"])["PhoneNumbers"]
    assert listed == [number]
    assert links(server) == links_expected(server) != set()


@pytest.mark.parametrize("spelling", ["+12065550100", "12065550100", "%2B12065550100", "%252B12065550100"])
def test_a_number_is_known_in_each_of_its_spellings(server: RunningServer, spelling: str) -> None:
    """In the rule it is always E.164 with its plus sign."""
    add_dial_in_number(server)
    client = server.client()
    assert new_rule(client, new_application(client), value=spelling)["TriggerValue"] == NUMBER


def test_a_foreign_number_takes_a_rule_too(server: RunningServer) -> None:
    """SipMediaApplicationDialIn is the one product that numbers outside the U.S. have."""
    add_dial_in_number(server, "+442071838750", country="GB")
    client = server.client()
    rule = new_rule(client, new_application(client), value="+442071838750")
    number = client.get_phone_number(PhoneNumberId="+442071838750")["PhoneNumber"]
    assert number["Associations"][0]["Value"] == rule["SipRuleId"]


@pytest.mark.parametrize("spelling", [HOST, HOST.upper(), HOST.title()])
def test_a_rule_for_a_host(server: RunningServer, spelling: str) -> None:
    """The outbound host name of a voice connector, whose case does not matter."""
    add_connector(server)
    client = server.client()
    given = {"TriggerType": "RequestUriHostname", "TriggerValue": spelling}
    rule = new_rule(client, new_application(client), **given)
    assert (rule["TriggerType"], rule["TriggerValue"]) == ("RequestUriHostname", HOST)


def test_a_rule_may_begin_disabled(server: RunningServer) -> None:
    """Our choice: it holds its number nevertheless."""
    add_dial_in_number(server)
    client = server.client()
    rule = new_rule(client, new_application(client), value=NUMBER, Disabled=True)
    assert rule["Disabled"] is True
    assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Status"] == "Assigned"
    assert rules(client) == [rule]


def test_several_targets_keep_their_order(server: RunningServer) -> None:
    """One in each region; priorities may be the same, or left out."""
    add_connector(server)
    client = server.client()
    regions = ["us-west-2", "us-east-1", "eu-west-1"]
    applications = [new_application(client, region) for region in regions]
    given = [target(applications[0], Priority=2147483647), target(applications[1]), target(applications[2])]
    del given[2]["Priority"]

    rule = new_rule(client, TargetApplications=given)

    assert rule["TargetApplications"] == given
    assert client.get_sip_rule(SipRuleId=rule["SipRuleId"])["SipRule"] == rule
    assert links(server) == links_expected(server)
    assert len(links(server)) == 3


def test_the_region_of_a_target_may_be_left_out(server: RunningServer) -> None:
    """It is the application's then (BEHAVIOUR.md 6, R14)."""
    add_connector(server)
    client = server.client()
    application = new_application(client, "us-west-2")
    given = [{"SipMediaApplicationId": application["SipMediaApplicationId"], "Priority": 1}]
    rule = new_rule(client, TargetApplications=given)
    assert rule["TargetApplications"] == [target(application)]


@pytest.mark.parametrize("disabled", [False, True])
def test_one_number_and_one_host_have_one_rule(server: RunningServer, disabled: bool) -> None:
    """409 for a second one, also in another spelling, and while the first is disabled (BEHAVIOUR.md 3.7)."""
    add_dial_in_number(server)
    add_connector(server)
    client = server.client()
    application = new_application(client)
    made = [new_rule(client, application, value=value, Disabled=disabled) for value in (NUMBER, HOST)]
    before = server.number()

    for value in (NUMBER, NUMBER[1:], "%2B" + NUMBER[1:], HOST):
        assert error_of(lambda value=value: new_rule(client, application, value=value)) == TAKEN
    upper = {"TriggerType": "RequestUriHostname", "TriggerValue": HOST.upper()}
    assert error_of(lambda: new_rule(client, application, **upper)) == TAKEN
    assert {rule["SipRuleId"] for rule in rules(client)} == {rule["SipRuleId"] for rule in made}
    assert server.number() == before


@pytest.mark.parametrize(
    "value", ["+12065550199", "+12065550101", "0", "+", "nobody", "+1206555010٣", "sip:+12065550100"]
)
def test_unknown_and_foreign_numbers_are_the_same(server: RunningServer, value: str) -> None:
    """400, for NotFound is not modelled here; another account's number, and what is no number, are unknown like any other."""
    add_dial_in_number(server, "+12065550101", account=OTHER)
    client = server.client()
    application = new_application(client)
    given = {"TriggerType": "ToPhoneNumber", "TriggerValue": value}
    assert error_of(lambda: new_rule(client, application, **given)) == NOT_OURS
    assert rules(client) == []
    assert links(server) == set()


@pytest.mark.parametrize("product", ["VoiceConnector", "BusinessCalling"])
def test_a_number_of_another_product_is_refused(server: RunningServer, product: str) -> None:
    """400; and the newer namespace does not know BusinessCalling numbers at all."""
    server.add_number(product_type=product)
    client, before = server.client(), server.number()
    application = new_application(client)
    refused = error_of(lambda: new_rule(client, application, value=NUMBER))
    sentence = "TriggerValue must be a phone number with product type SipMediaApplicationDialIn."
    assert refused == (NOT_OURS if product == "BusinessCalling" else (400, "BadRequestException", sentence))
    assert server.number() == before


def test_a_number_in_acquisition_is_refused_until_it_is_acquired(server: RunningServer) -> None:
    """400 BadRequest, which is what clients retry (BEHAVIOUR.md 3.7)."""
    due = START + timedelta(seconds=10)
    add_dial_in_number(server, status="AcquireInProgress", pending_outcome="Acquired", settles_at=due)
    client = server.client()
    application = new_application(client)

    assert error_of(lambda: new_rule(client, application, value=NUMBER)) == (
        400,
        "BadRequestException",
        "A phone number with status AcquireInProgress cannot be associated.",
    )
    assert rules(client) == []
    server.clock.advance(timedelta(seconds=10))
    assert new_rule(client, application, value=NUMBER)["TriggerValue"] == NUMBER


def test_a_number_in_the_deletion_queue_is_refused(server: RunningServer) -> None:
    """400, and no rule is left behind."""
    add_dial_in_number(server)
    client = server.client()
    application = new_application(client)
    client.delete_phone_number(PhoneNumberId=NUMBER)
    refused = error_of(lambda: new_rule(client, application, value=NUMBER))
    assert refused == (400, "BadRequestException", "A phone number with status ReleaseInProgress cannot be associated.")
    assert rules(client) == []
    assert links(server) == set()


@pytest.mark.parametrize(
    "value",
    [
        "abcdef1ghij2klmno3pqr5.voiceconnector.chime.aws",
        f"{CONNECTOR}.voiceconnector.chime.aws.",
        f"{CONNECTOR}.example.com",
        CONNECTOR,
        "example.com",
        ".",
        f" {HOST}",
        NUMBER,
    ],
)
def test_a_host_of_nobody_is_refused(server: RunningServer, value: str) -> None:
    """400; the number of a rule is no host either."""
    add_connector(server)
    client = server.client()
    application = new_application(client)
    given = {"TriggerType": "RequestUriHostname", "TriggerValue": value}
    assert error_of(lambda: new_rule(client, application, **given)) == NO_HOST


def test_another_accounts_host_is_refused(server: RunningServer) -> None:
    """As one of nobody."""
    add_connector(server, account=OTHER)
    client = server.client()
    application = new_application(client)
    assert error_of(lambda: new_rule(client, application)) == NO_HOST


def unfit(ours: dict[str, Any], foreign: dict[str, Any]) -> dict[str, tuple[list[dict[str, Any]], str]]:
    """Return targets that a rule cannot have, and what is said of them."""
    missing = "Each of the TargetApplications must be a SIP media application of the account."
    one = "TargetApplications must have at most 1 SIP media application for each AWS Region."
    return {
        "unknown": ([target(ours, SipMediaApplicationId=UNKNOWN)], missing),
        "foreign": ([target(foreign)], missing),
        "one of two unknown": ([target(ours), target(ours, SipMediaApplicationId=UNKNOWN)], missing),
        "no id": ([{"Priority": 1}], "Each of the TargetApplications must have a SipMediaApplicationId."),
        "another region": (
            [target(ours, AwsRegion="us-west-2")],
            "The AwsRegion of each of the TargetApplications must be its application's.",
        ),
        "twice": ([target(ours), target(ours, Priority=2)], one),
    }


@pytest.mark.parametrize("case", ["unknown", "foreign", "one of two unknown", "no id", "another region", "twice"])
def test_unfit_targets_create_nothing(server: RunningServer, case: str) -> None:
    """400, and the number stays free."""
    add_dial_in_number(server)
    client, before = server.client(), server.number()
    targets, sentence = unfit(new_application(client), new_application(server.client(account=OTHER)))[case]
    refused = error_of(lambda: new_rule(client, value=NUMBER, TargetApplications=targets))
    assert refused == (400, "BadRequestException", sentence)
    assert server.number() == before
    assert (rules(client), links(server)) == ([], set())


def test_two_applications_of_one_region_are_refused(server: RunningServer) -> None:
    """AWS: "Only one SIP application per AWS Region can be used"."""
    add_connector(server)
    client = server.client()
    applications = [new_application(client), new_application(client)]
    status, code, message = error_of(lambda: new_rule(client, *applications))
    assert (status, code) == (400, "BadRequestException")
    assert message == "TargetApplications must have at most 1 SIP media application for each AWS Region."
