"""ListVoiceConnectors through boto3 against the running application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from operations.trunks import OTHER, new_connector, new_group
from running import RunningServer, error_of

NO_TOKEN = (400, "BadRequestException", "NextToken must be one that this list has returned, with the same filters.")


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Run dialbook under the relaxed rules, which have no quotas."""
    with RunningServer(rules="relaxed") as running:
        yield running


def listed(client: Any, **parameters: Any) -> list[str]:
    """Return the ids of all pages, as a client follows NextToken."""
    found: list[str] = []
    answer: dict[str, Any] = {"NextToken": None}
    while "NextToken" in answer:
        token = {"NextToken": answer["NextToken"]} if answer["NextToken"] else {}
        answer = client.list_voice_connectors(**parameters, **token)
        found += [connector["VoiceConnectorId"] for connector in answer["VoiceConnectors"]]
    return found


def test_an_account_without_any_has_one_empty_page(server: RunningServer) -> None:
    """Byte by byte."""
    client, seen = server.client(), []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    client.list_voice_connectors()

    assert seen == [b'{"NextToken":null,"VoiceConnectors":[]}']


def test_a_voice_connector_is_listed_as_it_is_shown_alone(server: RunningServer) -> None:
    """Of every region, in the order of their creation; a change does not move one."""
    client, made = server.client(), []
    for region in ("us-west-2", "us-east-1", "eu-west-2"):
        made.append(new_connector(client, AwsRegion=region))
        server.clock.advance(timedelta(minutes=1))
    client.update_voice_connector(VoiceConnectorId=made[0], Name="Night desk", RequireEncryption=True)

    found = client.list_voice_connectors()["VoiceConnectors"]

    assert found == [client.get_voice_connector(VoiceConnectorId=each)["VoiceConnector"] for each in made]
    assert found[0]["Name"] == "Night desk"


def test_pages_are_the_list_in_pieces(server: RunningServer) -> None:
    """A page that names no size has 100; each voice connector comes once, though all were created at one moment."""
    client = server.client()
    made = sorted(new_connector(client) for _ in range(103))
    new_connector(server.client(account=OTHER))

    first = client.list_voice_connectors()
    assert len(first["VoiceConnectors"]) == 100
    assert len(client.list_voice_connectors(NextToken=first["NextToken"])["VoiceConnectors"]) == 3
    for size in (1, 7, 50, 100):
        assert listed(client, MaxResults=size) == made
    assert error_of(client.list_voice_connectors, MaxResults=101)[:2] == (400, "BadRequestException")


def test_a_token_is_good_for_its_list_alone(server: RunningServer) -> None:
    """Of this account, and not that of groups."""
    client, other = server.client(), server.client(account=OTHER)
    for caller in (client, other):
        new_group(caller, *[new_connector(caller) for _ in range(2)])
        new_group(caller)
    token = client.list_voice_connectors(MaxResults=1)["NextToken"]

    assert len(client.list_voice_connectors(NextToken=token)["VoiceConnectors"]) == 1
    assert error_of(other.list_voice_connectors, NextToken=token) == NO_TOKEN
    assert error_of(client.list_voice_connector_groups, NextToken=token) == NO_TOKEN
    assert error_of(client.list_voice_connectors, NextToken="AAAA") == NO_TOKEN


def test_what_is_deleted_while_a_client_pages_is_missing(server: RunningServer) -> None:
    """Even the one that a token points to, and nothing else is."""
    client = server.client()
    made = sorted(new_connector(client) for _ in range(4))
    token = client.list_voice_connectors(MaxResults=2)["NextToken"]
    client.delete_voice_connector(VoiceConnectorId=made[1])

    assert listed(client) == [made[0], *made[2:]]
    rest = client.list_voice_connectors(NextToken=token)["VoiceConnectors"]
    assert [connector["VoiceConnectorId"] for connector in rest] == made[2:]
