"""GetVoiceConnectorGroup through boto3 against the running application."""

from __future__ import annotations

import pytest

from operations.trunks import NO_GROUP, OTHER, UNKNOWN_GROUP, items, new_connector, new_group
from running import RunningServer, error_of


def test_it_is_shown_as_it_was_created(server: RunningServer) -> None:
    """At once, and from every region."""
    client = server.client()
    made = client.create_voice_connector_group(Name="All", VoiceConnectorItems=items(new_connector(client)))

    for region in ("us-east-1", "eu-west-2"):
        answer = server.client(region_name=region).get_voice_connector_group(
            VoiceConnectorGroupId=made["VoiceConnectorGroup"]["VoiceConnectorGroupId"]
        )
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
        assert answer["VoiceConnectorGroup"] == made["VoiceConnectorGroup"]


@pytest.mark.parametrize("nothing", [UNKNOWN_GROUP, "group", "🙂", "a" * 1000])
def test_unknown_and_foreign_ones_are_not_found(server: RunningServer, nothing: str) -> None:
    """404 with one sentence for both. An id is a text without a pattern, and in upper case it is another. Our choice."""
    mine, foreign = new_group(server.client()), new_group(server.client(account=OTHER))
    for group in (nothing, foreign, mine.upper()):
        assert error_of(server.client().get_voice_connector_group, VoiceConnectorGroupId=group) == NO_GROUP


def test_a_blank_id_is_refused(server: RunningServer) -> None:
    """By the contract's pattern."""
    error = error_of(server.client().get_voice_connector_group, VoiceConnectorGroupId=" ")
    assert error[:2] == (400, "BadRequestException")
