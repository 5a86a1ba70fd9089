"""ListVoiceConnectorTerminationCredentials through boto3 against the running application."""

from __future__ import annotations

from operations.documents import CONNECTOR, TERMINATION, check_strangers, put_users, ready, usernames, wire
from running import RunningServer


def test_nobody_is_an_empty_list(server: RunningServer) -> None:
    """With or without a termination: Terraform takes its credentials for there as long as this is no error."""
    client = ready(server, TERMINATION)
    operation = "ListVoiceConnectorTerminationCredentials"

    assert wire(client, operation, VoiceConnectorId=CONNECTOR) == {"Usernames": []}
    TERMINATION.put(client, TERMINATION.full)
    assert wire(client, operation, VoiceConnectorId=CONNECTOR) == {"Usernames": []}


def test_users_are_in_the_order_of_their_names(server: RunningServer) -> None:
    """However they were put."""
    client = ready(server, TERMINATION)
    TERMINATION.put(client, TERMINATION.full)
    put_users(client, {"zoe": "secret", "alice": "secret"})
    put_users(client, {"mike": "secret"})

    assert usernames(client) == ["alice", "mike", "zoe"]


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words."""
    check_strangers(server, "ListVoiceConnectorTerminationCredentials")
