"""UpdateVoiceConnectorGroup through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from operations.trunks import (
    NO_CONNECTOR,
    NO_GROUP,
    OTHER,
    UNKNOWN_CONNECTOR,
    UNKNOWN_GROUP,
    changes,
    history,
    items,
    new_connector,
    new_group,
)
from running import START, RunningServer, error_of

MINUTE = timedelta(minutes=1)


def test_its_name_and_its_members_are_replaced(server: RunningServer) -> None:
    """202, and what is not given of the rest stays: its distribution too. Our choice."""
    client = server.client()
    first, second, third = (new_connector(client) for _ in range(3))
    before = client.create_voice_connector_group(
        Name="Day", VoiceConnectorItems=items(first, second), CallDistributionType="PriorityWeightedDistribution"
    )["VoiceConnectorGroup"]
    group = before["VoiceConnectorGroupId"]
    server.clock.advance(MINUTE)

    answer = client.update_voice_connector_group(
        VoiceConnectorGroupId=group, Name="Night", VoiceConnectorItems=items(third, second)
    )

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert answer["VoiceConnectorGroup"] == before | {
        "Name": "Night",
        "UpdatedTimestamp": START + MINUTE,
        "VoiceConnectorItems": items(third, second),
    }
    shown = client.get_voice_connector_group(VoiceConnectorGroupId=group)["VoiceConnectorGroup"]
    assert shown == answer["VoiceConnectorGroup"]
    assert history(server, f"voice_connector_groups/{group}") == [
        "CreateVoiceConnectorGroup",
        "UpdateVoiceConnectorGroup",
    ]


def test_its_distribution_changes(server: RunningServer) -> None:
    """When it is given."""
    client = server.client()
    group = new_group(client)
    for kind in ("LoadBalancedDistribution", "PriorityWeightedDistribution"):
        request = {"Name": "All", "VoiceConnectorItems": [], "CallDistributionType": kind}
        answer = client.update_voice_connector_group(VoiceConnectorGroupId=group, **request)
        assert answer["VoiceConnectorGroup"]["CallDistributionType"] == kind


def test_who_has_left_can_be_deleted_and_who_has_joined_cannot(server: RunningServer) -> None:
    """Also where a voice connector is in another group still."""
    client = server.client()
    leaving, staying, joining = (new_connector(client) for _ in range(3))
    group, other = new_group(client, leaving, staying), new_group(client, staying)

    request = {"VoiceConnectorGroupId": group, "Name": "All", "VoiceConnectorItems": items(joining)}
    client.update_voice_connector_group(**request)

    client.delete_voice_connector(VoiceConnectorId=leaving)
    for connector in (staying, joining):
        assert error_of(client.delete_voice_connector, VoiceConnectorId=connector)[0] == 409
    for each in (group, other):
        client.update_voice_connector_group(VoiceConnectorGroupId=each, Name="None", VoiceConnectorItems=[])
    for connector in (staying, joining):
        client.delete_voice_connector(VoiceConnectorId=connector)


def test_a_member_that_the_account_does_not_have_is_not_found(server: RunningServer) -> None:
    """404 for the whole request; nobody has joined or left."""
    client = server.client()
    member, mine = new_connector(client), new_connector(client)
    foreign = new_connector(server.client(account=OTHER))
    group = new_group(client, member)
    before = changes(server)

    for stranger in (UNKNOWN_CONNECTOR, foreign):
        request = {"VoiceConnectorGroupId": group, "Name": "New", "VoiceConnectorItems": items(mine, stranger)}
        assert error_of(client.update_voice_connector_group, **request) == NO_CONNECTOR

    assert changes(server) == before
    assert error_of(client.delete_voice_connector, VoiceConnectorId=member)[0] == 409
    client.delete_voice_connector(VoiceConnectorId=mine)


def test_unknown_and_foreign_ones_are_not_found(server: RunningServer) -> None:
    """404 with one sentence for both, and no change."""
    foreign = new_group(server.client(account=OTHER))
    before = changes(server)
    for group in (foreign, UNKNOWN_GROUP):
        request = {"VoiceConnectorGroupId": group, "Name": "Mine", "VoiceConnectorItems": []}
        assert error_of(server.client().update_voice_connector_group, **request) == NO_GROUP
    assert changes(server) == before


@pytest.mark.parametrize(
    "broken",
    [
        {"Name": "a" * 257},
        {"CallDistributionType": "Random"},
        {"VoiceConnectorItems": [{"VoiceConnectorId": UNKNOWN_CONNECTOR, "Priority": 100}]},
        {"VoiceConnectorItems": items(UNKNOWN_CONNECTOR, UNKNOWN_CONNECTOR)},
        {"VoiceConnectorGroupId": " "},
    ],
)
def test_what_breaks_a_restriction_is_refused(server: RunningServer, broken: dict[str, Any]) -> None:
    """400, and the group stays as it was."""
    client = server.client()
    group = new_group(client)
    before = changes(server)
    request = {"VoiceConnectorGroupId": group, "Name": "New", "VoiceConnectorItems": []} | broken

    assert error_of(client.update_voice_connector_group, **request)[:2] == (400, "BadRequestException")
    assert changes(server) == before


def test_more_than_three_members_are_a_bad_request_here(server: RunningServer) -> None:
    """For this operation models no ResourceLimitExceeded."""
    client = server.client()
    connectors = [new_connector(client, AwsRegion=region) for region in ("us-east-1", "us-west-2") for _ in range(2)]
    group = new_group(client)
    before = changes(server)

    request = {"VoiceConnectorGroupId": group, "Name": "All", "VoiceConnectorItems": items(*connectors)}

    assert error_of(client.update_voice_connector_group, **request) == (
        400,
        "BadRequestException",
        "VoiceConnectorItems must have at most 3 items.",
    )
    assert changes(server) == before
