"""UpdateSipRule through boto3 against the running application."""

from __future__ import annotations

import http.client
import json
from datetime import timedelta
from typing import Any

import pytest

from operations.sip_things import (
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
)
from running import ACCOUNT, START, RunningServer, error_of
from server.raw import JSON, signature

MINUTE = timedelta(minutes=1)


@pytest.fixture
def client(server: RunningServer) -> Any:
    """Return a client of an account with a number and a voice connector."""
    add_dial_in_number(server)
    add_connector(server)
    return server.client()


def test_what_is_given_changes(server: RunningServer, client: Any) -> None:
    """202; the name always, the rest where it is given, and the time of the update (BEHAVIOUR.md 6, R12)."""
    first, second = new_application(client), new_application(client, "us-west-2")
    rule = new_rule(client, first)
    for change in (
        {"Name": "Renamed"},
        {"Name": "Off", "Disabled": True},
        {"Name": "Still off", "TargetApplications": [target(second, Priority=7), target(first)]},
        {"Name": "On", "Disabled": False, "TargetApplications": [target(second)]},
        {"Name": "Other priority", "TargetApplications": [target(second, Priority=3)]},
    ):
        server.clock.advance(MINUTE)
        answer = client.update_sip_rule(SipRuleId=rule["SipRuleId"], **change)
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
        rule = rule | change | {"UpdatedTimestamp": server.clock.now()}
        assert answer["SipRule"] == rule
        assert client.get_sip_rule(SipRuleId=rule["SipRuleId"])["SipRule"] == rule
        assert links(server) == links_expected(server)
    assert rule["CreatedTimestamp"] == START


def test_a_disabled_rule_holds_its_number(server: RunningServer, client: Any) -> None:
    """Our choice: nothing of the number changes before the rule is deleted, so its product cannot be changed either."""
    rule = new_rule(client, new_application(client), value=NUMBER)
    before = server.number()
    client.update_sip_rule(SipRuleId=rule["SipRuleId"], Name="Off", Disabled=True)
    assert server.number() == before
    refused = error_of(client.update_phone_number, PhoneNumberId=NUMBER, ProductType="VoiceConnector")
    assert refused[:2] == (400, "BadRequestException")


def test_a_trigger_is_ignored(server: RunningServer, client: Any) -> None:
    """A published program sends one, and members that are unknown are ignored (BEHAVIOUR.md 6, R13)."""
    rule = new_rule(client, new_application(client))
    path = f"/sip-rules/{rule['SipRuleId']}"
    body = json.dumps({"Name": "Renamed", "TriggerType": "ToPhoneNumber", "TriggerValue": NUMBER}).encode()
    headers = dict(signature("PUT", path, body, JSON, None, (ACCOUNT, "test")))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("PUT", path, body, {**headers, "Host": "dialbook.test"})
    answer = connection.getresponse()
    shown = json.loads(answer.read())["SipRule"]
    connection.close()

    assert (answer.status, shown["Name"]) == (202, "Renamed")
    assert (shown["TriggerType"], shown["TriggerValue"]) == ("RequestUriHostname", HOST)


def test_the_name_is_required(client: Any) -> None:
    """Also where only another member changes (BEHAVIOUR.md 3.7): 400, where the SDK lets it through."""
    rule = new_rule(client, new_application(client))
    refused = error_of(client.update_sip_rule, SipRuleId=rule["SipRuleId"], Name="a/b", Disabled=True)
    assert refused[:2] == (400, "BadRequestException")
    assert client.get_sip_rule(SipRuleId=rule["SipRuleId"])["SipRule"] == rule


@pytest.mark.parametrize("disabled", [True, False])
def test_unfit_targets_change_nothing(server: RunningServer, client: Any, disabled: bool) -> None:
    """400, also for an application that does not exist: NotFound would mean the rule."""
    ours, foreign = new_application(client), new_application(server.client(account=OTHER))
    rule = new_rule(client, ours, Disabled=disabled)
    unfit: list[list[dict[str, Any]]] = [
        [target(foreign)],
        [target(ours), target(ours)],
        [target(ours, AwsRegion="us-west-2")],
        [target(ours, SipMediaApplicationId=UNKNOWN)],
        [{}],
    ]
    for targets in unfit:
        refused = error_of(
            client.update_sip_rule, SipRuleId=rule["SipRuleId"], Name="Renamed", TargetApplications=targets
        )
        assert refused[:2] == (400, "BadRequestException")
        assert "TargetApplications" in refused[2]
    assert client.get_sip_rule(SipRuleId=rule["SipRuleId"])["SipRule"] == rule
    assert links(server) == links_expected(server)


def test_unknown_and_foreign_rules_are_not_found(server: RunningServer, client: Any) -> None:
    """404 with the same sentence for both, and nothing is changed."""
    rule = new_rule(client, new_application(client))
    other = server.client(account=OTHER)
    for one in (rule["SipRuleId"], UNKNOWN):
        refused = error_of(other.update_sip_rule, SipRuleId=one, Name="Mine")
        assert refused == (404, "NotFoundException", "The SIP rule does not exist.")
    assert client.get_sip_rule(SipRuleId=rule["SipRuleId"])["SipRule"] == rule
