"""Changes as events."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from dialbook.domain.events import event_of
from dialbook.domain.history import Change

ACCOUNT = "123456789012"
NOW = datetime(2026, 3, 1, 12, 0, 0, 123000, UTC)
REQUEST = {
    "action": "UpdatePhoneNumber",
    "principal": f"arn:aws:iam::{ACCOUNT}:user/anna",
    "region": "eu-central-1",
    "access_key_id": "AKIAEXAMPLE",
    "source_address": "192.0.2.7",
    "user_agent": "Boto3/1.44.5",
    "parameters": '{"name":"HIDDEN_DUE_TO_SECURITY_REASONS"}',
}


def change(**members: Any) -> Change:
    """Return what time has done to a number, but for the members given."""
    given: dict[str, Any] = {
        "account": ACCOUNT,
        "subject": "phone_numbers/+12065550100",
        "changed_at": NOW,
        "change_id": "11111111-2222-4333-8444-555555555555/1",
        "action": "Settle",
        "principal": "dialbook",
        "before": '{"status":"AcquireInProgress","settles_at":"x","updated_at":"x"}',
        "after": '{"status":"Unassigned","settles_at":null,"updated_at":"y"}',
    }
    return Change(**(given | members))


def record(**members: Any) -> dict[str, Any]:
    """Return an event as a receiver has it."""
    event: dict[str, Any] = json.loads(msgspec.json.encode(event_of(change(**members))))
    return event


def test_a_request_is_an_api_call() -> None:
    """Every member that CloudTrail has for one, in its order."""
    before = '{"name":"Front desk","calling_name_status":"Unassigned","updated_at":"x"}'
    after = '{"name":"Reception","calling_name_status":"UpdateInProgress","updated_at":"y"}'
    event = record(**REQUEST, before=before, after=after)

    assert list(event.items()) == [
        ("eventVersion", "1.08"),
        (
            "userIdentity",
            {
                "type": "IAMUser",
                "principalId": event["userIdentity"]["principalId"],
                "arn": f"arn:aws:iam::{ACCOUNT}:user/anna",
                "accountId": ACCOUNT,
                "accessKeyId": "AKIAEXAMPLE",
            },
        ),
        ("eventTime", "2026-03-01T12:00:00Z"),
        ("eventSource", "chime.amazonaws.com"),
        ("eventName", "UpdatePhoneNumber"),
        ("awsRegion", "eu-central-1"),
        ("sourceIPAddress", "192.0.2.7"),
        ("userAgent", "Boto3/1.44.5"),
        ("requestParameters", {"name": "HIDDEN_DUE_TO_SECURITY_REASONS"}),
        ("responseElements", None),
        (
            "additionalEventData",
            {
                "change": "Updated",
                "record": "phone_numbers",
                "members": ["name", "callingNameStatus"],
                "statuses": {"callingNameStatus": {"before": "Unassigned", "after": "UpdateInProgress"}},
            },
        ),
        ("requestID", "11111111-2222-4333-8444-555555555555"),
        ("eventID", event["eventID"]),
        ("readOnly", False),
        (
            "resources",
            [
                {
                    "ARN": f"arn:aws:chime:eu-central-1:{ACCOUNT}:phone-number/12065550100",
                    "accountId": ACCOUNT,
                    "type": "AWS::Chime::PhoneNumber",
                }
            ],
        ),
        ("eventType", "AwsApiCall"),
        ("managementEvent", True),
        ("recipientAccountId", ACCOUNT),
        ("eventCategory", "Management"),
    ]


def test_what_time_does_is_the_services_own() -> None:
    """Nobody called; what has become of the number stands where CloudTrail has it for such events."""
    event = record()

    assert (event["eventType"], event["eventName"], event["awsRegion"]) == ("AwsServiceEvent", "Settle", "us-east-1")
    assert event["userIdentity"] == {"accountId": ACCOUNT, "invokedBy": "chime.amazonaws.com"}
    assert (event["sourceIPAddress"], event["userAgent"]) == ("chime.amazonaws.com", "chime.amazonaws.com")
    assert event["requestParameters"] is None
    assert event["serviceEventDetails"] == {
        "change": "Updated",
        "record": "phone_numbers",
        "members": ["status"],
        "statuses": {"status": {"before": "AcquireInProgress", "after": "Unassigned"}},
    }
    assert "additionalEventData" not in event


def test_a_command_is_the_commands() -> None:
    """Its name is one word, as those of operations are."""
    event = record(action="numbers calling-name", principal="cli")

    assert (event["eventName"], event["userIdentity"]["invokedBy"]) == ("NumbersCallingName", "cli")
    assert (event["eventType"], event["sourceIPAddress"]) == ("AwsServiceEvent", "cli")


def test_the_root_of_an_account_is_told_from_its_users() -> None:
    """A user has an id of AWS's form that is always the same, and another's is another."""
    root = record(**(REQUEST | {"principal": f"arn:aws:iam::{ACCOUNT}:root"}))["userIdentity"]
    anna, again = (record(**REQUEST)["userIdentity"] for _ in range(2))
    berta = record(**(REQUEST | {"principal": f"arn:aws:iam::{ACCOUNT}:user/berta"}))["userIdentity"]

    assert (root["type"], root["principalId"]) == ("Root", ACCOUNT)
    assert anna == again
    assert anna["principalId"].startswith("AIDA")
    assert len(anna["principalId"]) == 21
    assert berta["principalId"] != anna["principalId"]


def test_what_is_new_and_what_is_gone() -> None:
    """Every member that has a value is one that has changed."""
    created, deleted = record(before=None), record(after=None)

    assert created["serviceEventDetails"]["change"] == "Created"
    assert created["serviceEventDetails"]["statuses"] == {"status": {"before": None, "after": "Unassigned"}}
    assert deleted["serviceEventDetails"]["change"] == "Deleted"
    assert deleted["serviceEventDetails"]["statuses"] == {"status": {"before": "AcquireInProgress", "after": None}}


def test_an_event_has_one_id_however_often_it_is_told() -> None:
    """And no other change has it: not of another record, account, time or place within its request."""
    others = [
        change(subject="phone_numbers/+12065550101"),
        change(account="210987654321"),
        change(changed_at=NOW.replace(second=1)),
        change(change_id="11111111-2222-4333-8444-555555555555/2"),
    ]

    assert event_of(change()) == event_of(change())
    assert len({event_of(other).event_id for other in [change(), *others]}) == 5


@pytest.mark.parametrize(
    ("subject", "after", "arn", "kind"),
    [
        ("phone_number_orders/an-id", "{}", "eu-west-1:123456789012:phone-number-order/an-id", "PhoneNumberOrder"),
        ("voice_connectors/vc1", '{"aws_region":"us-west-2"}', "us-west-2:123456789012:vc/vc1", "VoiceConnector"),
        ("voice_connector_groups/g", "{}", "eu-west-1:123456789012:vcg/g", "VoiceConnectorGroup"),
        ("sip_media_applications/a", "{}", "eu-west-1:123456789012:sma/a", "SipMediaApplication"),
        ("sip_rules/r", "{}", "eu-west-1:123456789012:sip-rule/r", "SipRule"),
        ("sip_rule_targets/a/r", "{}", "eu-west-1:123456789012:sip-rule/r", "SipRule"),
        ("configurations/vc1/Origination", "{}", "eu-west-1:123456789012:vc/vc1", "VoiceConnector"),
        (
            "configurations/a/SipMediaApplicationLoggingConfiguration",
            "{}",
            "eu-west-1:123456789012:sma/a",
            "SipMediaApplication",
        ),
        (
            "tags/arn:aws:chime:us-west-2:123456789012:vc/vc1/a/key",
            "{}",
            "us-west-2:123456789012:vc/vc1",
            "VoiceConnector",
        ),
    ],
)
def test_each_kind_of_record_has_its_resource(subject: str, after: str, arn: str, kind: str) -> None:
    """In its own region where it has one, or else in the request's; a tag's key, which is nobody's business, is left out."""
    [resource] = record(subject=subject, before=None, after=after, region="eu-west-1")["resources"]

    assert resource == {"ARN": f"arn:aws:chime:{arn}", "accountId": ACCOUNT, "type": f"AWS::Chime::{kind}"}


def test_settings_are_of_no_resource() -> None:
    """They are the account's own."""
    assert record(subject="account_settings")["resources"] == []


def test_what_happens_to_the_whole_store_is_no_accounts() -> None:
    """Such as a reset: it is nobody's record that has changed."""
    event = record(account="*", subject="store", action="Reset", principal="controls", before=None, after=None)

    assert (event["eventName"], event["recipientAccountId"], event["resources"]) == ("Reset", None, [])
    assert event["userIdentity"] == {"invokedBy": "controls"}
    assert event["serviceEventDetails"] == {"change": "Reset", "record": "store", "members": [], "statuses": {}}
