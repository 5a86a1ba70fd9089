"""ListVoiceConnectorGroups through boto3 against the running application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from operations.trunks import OTHER, new_connector, new_group
from running import RunningServer, error_of


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Run dialbook under the relaxed rules, which have no quotas."""
    with RunningServer(rules="relaxed") as running:
        yield running


def test_an_account_without_any_has_one_empty_page(server: RunningServer) -> None:
    """Byte by byte."""
    client, seen = server.client(), []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    client.list_voice_connector_groups()

    assert seen == [b'{"NextToken":null,"VoiceConnectorGroups":[]}']


def test_a_group_is_listed_as_it_is_shown_alone(server: RunningServer) -> None:
    """With its members, and nobody else's groups."""
    client = server.client()
    made = sorted([new_group(client), new_group(client, new_connector(client), new_connector(client))])
    new_group(server.client(account=OTHER))

    assert client.list_voice_connector_groups()["VoiceConnectorGroups"] == [
        client.get_voice_connector_group(VoiceConnectorGroupId=each)["VoiceConnectorGroup"] for each in made
    ]


def test_pages_are_the_list_in_pieces(server: RunningServer) -> None:
    """A page that names no size has 100; each group comes once."""
    client = server.client()
    made = sorted(new_group(client) for _ in range(101))

    first = client.list_voice_connector_groups()
    second = client.list_voice_connector_groups(NextToken=first["NextToken"])
    assert len(first["VoiceConnectorGroups"]) == 100
    assert "NextToken" not in second
    found: list[str] = []
    token: dict[str, str] = {}
    while True:
        answer = client.list_voice_connector_groups(MaxResults=40, **token)
        found += [group["VoiceConnectorGroupId"] for group in answer["VoiceConnectorGroups"]]
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert found == made
    assert error_of(client.list_voice_connector_groups, MaxResults=101)[:2] == (400, "BadRequestException")
    assert error_of(client.list_voice_connectors, NextToken=first["NextToken"])[:2] == (400, "BadRequestException")
