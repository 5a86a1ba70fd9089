"""GetVoiceConnector through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta

import pytest

from operations.trunks import NO_CONNECTOR, NO_IDS, OTHER, UNKNOWN_CONNECTOR, new_connector, new_group
from running import RunningServer, error_of


def test_it_is_shown_as_it_was_created(server: RunningServer) -> None:
    """At once, and from every region: an account has one inventory (BEHAVIOUR.md 6, R4 and R8)."""
    made = server.client().create_voice_connector(
        Name="Front desk", RequireEncryption=True, AwsRegion="us-west-2", NetworkType="DUAL_STACK"
    )["VoiceConnector"]

    for region in ("us-east-1", "us-west-2", "ap-northeast-1"):
        client = server.client(region_name=region)
        answer = client.get_voice_connector(VoiceConnectorId=made["VoiceConnectorId"])
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
        assert answer["VoiceConnector"] == made


def test_what_it_does_not_have_is_null(server: RunningServer) -> None:
    """Byte by byte: members in alphabetical order, times with three decimals (BEHAVIOUR.md 2.2)."""
    client, seen = server.client(), []
    connector = new_connector(client)
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    client.get_voice_connector(VoiceConnectorId=connector)

    assert seen == [
        b'{"VoiceConnector":{"AwsRegion":"us-east-1","CreatedTimestamp":"2026-03-01T12:00:00.000Z",'
        b'"IntegrationType":null,"Name":"Front desk","NetworkType":"IPV4_ONLY",'
        b'"OutboundHostName":"%(id)b.voiceconnector.chime.aws","RequireEncryption":false,'
        b'"UpdatedTimestamp":"2026-03-01T12:00:00.000Z",'
        b'"VoiceConnectorArn":"arn:aws:chime:us-east-1:123456789012:vc/%(id)b","VoiceConnectorId":"%(id)b"}}'
        % {b"id": connector.encode()}
    ]


def test_a_group_does_not_show_on_it(server: RunningServer) -> None:
    """Its members are the same, the time of its update too."""
    client = server.client()
    connector = new_connector(client)
    before = client.get_voice_connector(VoiceConnectorId=connector)["VoiceConnector"]
    server.clock.advance(timedelta(minutes=1))
    new_group(client, connector)

    assert client.get_voice_connector(VoiceConnectorId=connector)["VoiceConnector"] == before


def test_unknown_and_foreign_ones_are_not_found(server: RunningServer) -> None:
    """404 with one sentence for both."""
    connector = new_connector(server.client(account=OTHER))
    for connector_id in (connector, UNKNOWN_CONNECTOR, "00000000-0000-4000-8000-000000000000"):
        assert error_of(server.client().get_voice_connector, VoiceConnectorId=connector_id) == NO_CONNECTOR


@pytest.mark.parametrize("no_id", NO_IDS)
def test_what_is_no_id_is_refused(server: RunningServer, no_id: str) -> None:
    """By the contract's pattern, upper case too."""
    assert error_of(server.client().get_voice_connector, VoiceConnectorId=no_id)[:2] == (400, "BadRequestException")
