"""UpdateVoiceConnector through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from operations.trunks import NO_CONNECTOR, NO_IDS, OTHER, UNKNOWN_CONNECTOR, changes, history, new_connector
from running import START, RunningServer, error_of

MINUTE = timedelta(minutes=1)


def test_its_name_and_its_encryption_change(server: RunningServer) -> None:
    """And the time of its update; nothing else does."""
    client = server.client()
    made = client.create_voice_connector(Name="Front desk", RequireEncryption=False, AwsRegion="eu-west-1")
    before = made["VoiceConnector"]
    connector = before["VoiceConnectorId"]
    server.clock.advance(MINUTE)

    answer = client.update_voice_connector(VoiceConnectorId=connector, Name="Night desk", RequireEncryption=True)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert answer["VoiceConnector"] == before | {
        "Name": "Night desk",
        "RequireEncryption": True,
        "UpdatedTimestamp": START + MINUTE,
    }
    assert client.get_voice_connector(VoiceConnectorId=connector)["VoiceConnector"] == answer["VoiceConnector"]
    assert history(server, f"voice_connectors/{connector}") == ["CreateVoiceConnector", "UpdateVoiceConnector"]


def test_unknown_and_foreign_ones_are_not_found(server: RunningServer) -> None:
    """404 with one sentence for both, and no change."""
    foreign = new_connector(server.client(account=OTHER))
    before = changes(server)
    for connector in (foreign, UNKNOWN_CONNECTOR):
        request = {"VoiceConnectorId": connector, "Name": "Mine", "RequireEncryption": True}
        assert error_of(server.client().update_voice_connector, **request) == NO_CONNECTOR
    assert changes(server) == before


@pytest.mark.parametrize(
    "broken", [{"Name": "a" * 257}, {"Name": "a;b"}, *({"VoiceConnectorId": each} for each in NO_IDS)]
)
def test_what_breaks_a_restriction_is_refused(server: RunningServer, broken: dict[str, Any]) -> None:
    """400, and the voice connector stays as it was."""
    client = server.client()
    connector = new_connector(client)
    before = changes(server)

    request = {"VoiceConnectorId": connector, "Name": "Night desk", "RequireEncryption": True} | broken

    assert error_of(client.update_voice_connector, **request)[:2] == (400, "BadRequestException")
    assert changes(server) == before
