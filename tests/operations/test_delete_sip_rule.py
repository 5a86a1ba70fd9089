"""DeleteSipRule through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta

import pytest

from operations.sip_things import (
    NUMBER,
    OTHER,
    UNKNOWN,
    add_connector,
    add_dial_in_number,
    links,
    new_application,
    new_rule,
)
from running import START, RunningServer, error_of


def test_a_number_and_its_rule(server: RunningServer) -> None:
    """From free to assigned and back: what the rule holds can be neither switched nor deleted, and is free without it (R2, R3)."""
    add_dial_in_number(server)
    client = server.client()
    rule = new_rule(client, new_application(client), value=NUMBER)
    number = client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (number["Status"], number["Associations"][0]["Value"]) == ("Assigned", rule["SipRuleId"])

    assert error_of(client.update_phone_number, PhoneNumberId=NUMBER, ProductType="VoiceConnector") == (
        400,
        "BadRequestException",
        "ProductType can be changed only while the phone number is unassigned.",
    )
    assert error_of(client.delete_phone_number, PhoneNumberId=NUMBER)[:2] == (400, "BadRequestException")
    server.clock.advance(timedelta(minutes=1))
    answer = client.delete_sip_rule(SipRuleId=rule["SipRuleId"])

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    number = client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (number["Status"], number["Associations"]) == ("Unassigned", [])
    assert number["UpdatedTimestamp"] == START + timedelta(minutes=1)
    switched = client.update_phone_number(PhoneNumberId=NUMBER, ProductType="VoiceConnector")["PhoneNumber"]
    assert switched["ProductType"] == "VoiceConnector"


def test_a_deleted_rule_is_gone(server: RunningServer) -> None:
    """404 from then on, nothing points to it, and its host may have another."""
    add_connector(server)
    client = server.client()
    application = new_application(client)
    rule = new_rule(client, application)
    client.delete_sip_rule(SipRuleId=rule["SipRuleId"])

    for call in (client.get_sip_rule, client.delete_sip_rule):
        assert error_of(call, SipRuleId=rule["SipRuleId"]) == (404, "NotFoundException", "The SIP rule does not exist.")
    assert client.list_sip_rules()["SipRules"] == []
    assert links(server) == set()
    assert new_rule(client, application)["SipRuleId"] != rule["SipRuleId"]


@pytest.mark.parametrize("rules", ["relaxed", "aws"])
def test_an_enabled_rule_may_be_deleted(rules: str) -> None:
    """Published programs do it, whatever the model says (BEHAVIOUR.md 6, R9)."""
    with RunningServer(rules=rules) as server:
        add_dial_in_number(server)
        client = server.client()
        client.delete_sip_rule(SipRuleId=new_rule(client, new_application(client), value=NUMBER)["SipRuleId"])
        assert client.list_sip_rules()["SipRules"] == []


def test_an_installation_may_ask_for_disabled_rules() -> None:
    """409 while it is enabled, and the number stays assigned; then it is deleted: "You must disable a rule before you can delete it"."""
    with RunningServer(switches={"delete_enabled_sip_rules": False}) as server:
        add_dial_in_number(server)
        client = server.client()
        rule_id = new_rule(client, new_application(client), value=NUMBER)["SipRuleId"]
        before = server.number()

        assert error_of(client.delete_sip_rule, SipRuleId=rule_id) == (
            409,
            "ConflictException",
            "The SIP rule must be disabled before it can be deleted.",
        )
        assert server.number() == before
        client.update_sip_rule(SipRuleId=rule_id, Name="Off", Disabled=True)
        client.delete_sip_rule(SipRuleId=rule_id)
        assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Status"] == "Unassigned"


def test_unknown_and_foreign_rules_are_not_found(server: RunningServer) -> None:
    """404 with the same sentence for both, and the number stays assigned."""
    add_dial_in_number(server)
    client = server.client()
    rule = new_rule(client, new_application(client), value=NUMBER)
    before = server.number()
    other = server.client(account=OTHER)
    for one in (rule["SipRuleId"], UNKNOWN):
        assert error_of(other.delete_sip_rule, SipRuleId=one) == (
            404,
            "NotFoundException",
            "The SIP rule does not exist.",
        )
    assert server.number() == before
    assert client.list_sip_rules()["SipRules"] == [rule]
