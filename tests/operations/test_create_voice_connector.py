"""CreateVoiceConnector through boto3 against the running application."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dialbook.domain.tags import Tag
from operations.trunks import OTHER, changes, history, new_connector
from running import ACCOUNT, START, RunningServer, error_of

REGIONS = ["us-east-1", "us-west-2", "eu-central-1"]
FULL = (
    400,
    "ResourceLimitExceededException",
    "The account must not have more voice connectors in a region than its quota.",
)


def tags_of(server: RunningServer, arn: str) -> list[tuple[str, str]]:
    """Return a resource's tags as they are stored."""
    found = server.store(lambda tx: tx.page(Tag, {"account": ACCOUNT, "resource_arn": arn}, None, 100))
    return [(tag.tag_key, tag.tag_value) for tag in found]


def test_what_a_voice_connector_has(server: RunningServer) -> None:
    """201, every member that the contract has, and an id of 22 letters and digits that its host and its ARN are made of."""
    answer = server.client().create_voice_connector(Name="Front desk", RequireEncryption=True)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    made = answer["VoiceConnector"]
    connector_id = made["VoiceConnectorId"]
    assert re.fullmatch("[a-z0-9]{22}", connector_id)
    assert made == {
        "AwsRegion": "us-east-1",
        "CreatedTimestamp": START,
        "Name": "Front desk",
        "NetworkType": "IPV4_ONLY",
        "OutboundHostName": f"{connector_id}.voiceconnector.chime.aws",
        "RequireEncryption": True,
        "UpdatedTimestamp": START,
        "VoiceConnectorArn": f"arn:aws:chime:us-east-1:{ACCOUNT}:vc/{connector_id}",
        "VoiceConnectorId": connector_id,
    }
    assert history(server, f"voice_connectors/{connector_id}") == ["CreateVoiceConnector"]


def test_it_has_what_the_request_says(server: RunningServer) -> None:
    """A region, an integration and a network of its own, and its tags."""
    made = server.client().create_voice_connector(
        Name="a" * 256,
        RequireEncryption=False,
        AwsRegion="ap-southeast-2",
        IntegrationType="CONNECT_ANALYTICS_CONNECTOR",
        NetworkType="DUAL_STACK",
        Tags=[{"Key": "team", "Value": "desk"}, {"Key": "cost center", "Value": ""}],
    )["VoiceConnector"]

    assert made["VoiceConnectorArn"].startswith(f"arn:aws:chime:ap-southeast-2:{ACCOUNT}:vc/")
    assert (made["Name"], made["AwsRegion"], made["RequireEncryption"]) == ("a" * 256, "ap-southeast-2", False)
    assert (made["IntegrationType"], made["NetworkType"]) == ("CONNECT_ANALYTICS_CONNECTOR", "DUAL_STACK")
    assert tags_of(server, made["VoiceConnectorArn"]) == [("cost center", ""), ("team", "desk")]


def test_without_a_region_it_is_in_the_one_by_default(server: RunningServer) -> None:
    """ "Default value: us-east-1", wherever the request is sent."""
    client = server.client(region_name="eu-west-1")

    made = client.create_voice_connector(Name="Front desk", RequireEncryption=True)["VoiceConnector"]

    assert made["AwsRegion"] == "us-east-1"


@pytest.mark.parametrize(
    "broken",
    [
        {"Name": "a" * 257},
        {"Name": "Front/desk"},
        {"Name": "Bureau d'été"},
        {"Name": "Front desk\n"},
        {"AwsRegion": "eu-north-1"},
        {"IntegrationType": "CONNECT"},
        {"NetworkType": "IPV6_ONLY"},
        {"Tags": [{"Key": "team", "Value": "one"}, {"Key": "team", "Value": "two"}]},
        {"Tags": [{"Key": str(number), "Value": ""} for number in range(51)]},
    ],
)
def test_what_breaks_a_restriction_is_refused(server: RunningServer, broken: dict[str, Any]) -> None:
    """400, and nothing is created: neither the voice connector nor some of its tags."""
    given: dict[str, Any] = {"Name": "Front desk", "RequireEncryption": False}

    error = error_of(server.client().create_voice_connector, **(given | broken))

    assert error[:2] == (400, "BadRequestException")
    assert changes(server) == []


def test_names_may_be_used_again(server: RunningServer) -> None:
    """An id is what tells two voice connectors apart."""
    client = server.client()
    assert new_connector(client, "Desk") != new_connector(client, "Desk")


def test_each_region_has_its_quota(server: RunningServer) -> None:
    """Three under the documented rules, and one that is deleted makes room (BEHAVIOUR.md 3.8)."""
    client = server.client()
    made = [new_connector(client, AwsRegion=region) for region in REGIONS * 3]

    before = changes(server)
    for region in REGIONS:
        create = {"Name": "one more", "RequireEncryption": False, "AwsRegion": region}
        assert error_of(client.create_voice_connector, **create) == FULL
    assert error_of(client.create_voice_connector, Name="one more", RequireEncryption=False) == FULL
    assert changes(server) == before

    client.delete_voice_connector(VoiceConnectorId=made[1])
    new_connector(client, AwsRegion=REGIONS[1])
    new_connector(client, AwsRegion="eu-west-1")
    new_connector(server.client(account=OTHER))


def test_without_a_quota_there_is_no_limit() -> None:
    """The relaxed rules have none, and a quota of 0 allows nothing."""
    with RunningServer(rules="relaxed") as server:
        assert len({new_connector(server.client()) for _ in range(10)}) == 10
    with RunningServer(switches={"voice_connector_quota": 0}) as server:
        assert error_of(server.client().create_voice_connector, Name="one", RequireEncryption=False) == FULL


def test_the_older_namespace_has_no_voice_connectors(server: RunningServer) -> None:
    """Its operations on them are gone, and a path that it does not know is answered as such."""
    with pytest.raises(AttributeError):
        server.client("chime").create_voice_connector(Name="Front desk", RequireEncryption=True)
