"""CreateVoiceConnectorGroup through boto3 against the running application."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from operations.trunks import (
    NO_CONNECTOR,
    OTHER,
    UNKNOWN_CONNECTOR,
    changes,
    items,
    new_connector,
    new_group,
)
from running import ACCOUNT, START, RunningServer, error_of

FULL = (
    400,
    "ResourceLimitExceededException",
    "The account must not have more voice connector groups than its quota.",
)


def test_what_a_group_has(server: RunningServer) -> None:
    """201, and its members in the order in which they were given; they may be in several regions."""
    client = server.client()
    near, far = new_connector(client), new_connector(client, AwsRegion="us-west-2")

    answer = client.create_voice_connector_group(
        Name="All desks", VoiceConnectorItems=items(far, near), CallDistributionType="LoadBalancedDistribution"
    )

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    made = answer["VoiceConnectorGroup"]
    group_id = made["VoiceConnectorGroupId"]
    assert re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", group_id)
    assert made == {
        "CallDistributionType": "LoadBalancedDistribution",
        "CreatedTimestamp": START,
        "Name": "All desks",
        "UpdatedTimestamp": START,
        "VoiceConnectorGroupArn": f"arn:aws:chime:us-east-1:{ACCOUNT}:vcg/{group_id}",
        "VoiceConnectorGroupId": group_id,
        "VoiceConnectorItems": [{"VoiceConnectorId": far, "Priority": 1}, {"VoiceConnectorId": near, "Priority": 2}],
    }


def test_a_group_may_begin_without_members(server: RunningServer) -> None:
    """Byte by byte: an empty list, and null for what it does not have."""
    client, seen = server.client(), []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    client.create_voice_connector_group(Name="Nobody yet")
    client.create_voice_connector_group(Name="Nobody yet", VoiceConnectorItems=[])

    for body in seen:
        assert body.startswith(b'{"VoiceConnectorGroup":{"CallDistributionType":null,"CreatedTimestamp":"2026-03-01T')
        assert body.endswith(b',"VoiceConnectorItems":[]}}')
    assert len(seen) == 2


def test_a_priority_is_not_needed(server: RunningServer) -> None:
    """The model does not require it: what has none shows none. Our choice."""
    client = server.client()
    member = {"VoiceConnectorId": new_connector(client)}

    made = client.create_voice_connector_group(Name="One", VoiceConnectorItems=[member])["VoiceConnectorGroup"]

    assert made["VoiceConnectorItems"] == [member]


def test_the_history_has_the_group_and_its_members(server: RunningServer) -> None:
    """One transaction, one author."""
    client = server.client()
    connector = new_connector(client)
    server.clock.advance(timedelta(minutes=1))
    group = new_group(client, connector)

    made = [change.subject for change in changes(server) if change.action == "CreateVoiceConnectorGroup"]

    assert sorted(made) == [f"voice_connector_groups/{group}", f"voice_connectors/{connector}"]


def test_a_member_that_the_account_does_not_have_is_not_found(server: RunningServer) -> None:
    """404 for the whole request, whoever has it: the operation models it. Nothing is created and nobody has joined."""
    client = server.client()
    mine, foreign = new_connector(client), new_connector(server.client(account=OTHER))
    before = changes(server)

    for stranger in (UNKNOWN_CONNECTOR, foreign):
        for members in (items(mine, stranger), items(stranger, mine)):
            request = {"Name": "All desks", "VoiceConnectorItems": members}
            assert error_of(client.create_voice_connector_group, **request) == NO_CONNECTOR

    assert changes(server) == before
    client.delete_voice_connector(VoiceConnectorId=mine)


@pytest.mark.parametrize(
    "broken",
    [
        {"Name": "a" * 257},
        {"Name": "All/desks"},
        {"CallDistributionType": "Random"},
        {"VoiceConnectorItems": [{"VoiceConnectorId": UNKNOWN_CONNECTOR, "Priority": 100}]},
        {"VoiceConnectorItems": [{"VoiceConnectorId": UNKNOWN_CONNECTOR.upper(), "Priority": 1}]},
        {"VoiceConnectorItems": [{"VoiceConnectorId": "", "Priority": 1}]},
    ],
)
def test_what_breaks_a_restriction_is_refused(server: RunningServer, broken: dict[str, Any]) -> None:
    """400, and nothing is created."""
    error = error_of(server.client().create_voice_connector_group, **({"Name": "All desks"} | broken))

    assert error[:2] == (400, "BadRequestException")
    assert changes(server) == []


def test_a_member_is_named_once(server: RunningServer) -> None:
    """400, with whatever priorities. Our choice."""
    client = server.client()
    connector = new_connector(client)
    before = changes(server)

    assert error_of(
        client.create_voice_connector_group, Name="All", VoiceConnectorItems=items(connector, connector)
    ) == (400, "BadRequestException", "VoiceConnectorItems must not name a voice connector twice.")
    assert changes(server) == before


def test_a_group_has_at_most_three_members(server: RunningServer) -> None:
    """ "Limit: 3 VoiceConnectorItems per Voice Connector group", whose excess this operation has an exception for."""
    client = server.client()
    connectors = [new_connector(client, AwsRegion=region) for region in ("us-east-1", "us-west-2") for _ in range(2)]
    before = changes(server)

    assert error_of(client.create_voice_connector_group, Name="All", VoiceConnectorItems=items(*connectors)) == (
        400,
        "ResourceLimitExceededException",
        "VoiceConnectorItems must have at most 3 items.",
    )
    assert changes(server) == before
    new_group(client, *connectors[:3])


def test_an_account_has_three_groups(server: RunningServer) -> None:
    """In whichever region they are asked for, and one that is deleted makes room (BEHAVIOUR.md 3.8)."""
    client = server.client(region_name="us-west-2")
    groups = [new_group(server.client()) for _ in range(3)]
    before = changes(server)

    assert error_of(client.create_voice_connector_group, Name="one more") == FULL
    assert changes(server) == before

    client.delete_voice_connector_group(VoiceConnectorGroupId=groups[0])
    new_group(client)
    new_group(server.client(account=OTHER))


def test_without_quotas_there_is_no_limit() -> None:
    """The relaxed rules have neither, and a voice connector may be in many groups."""
    with RunningServer(rules="relaxed") as server:
        client = server.client()
        connectors = [new_connector(client) for _ in range(10)]
        for _ in range(5):
            new_group(client, *connectors)

        groups = client.list_voice_connector_groups()["VoiceConnectorGroups"]

        joined = Counter(item["VoiceConnectorId"] for group in groups for item in group["VoiceConnectorItems"])
        assert joined == dict.fromkeys(connectors, 5)
