"""DeleteVoiceConnectorTerminationCredentials through boto3 against the running application."""

from __future__ import annotations

from operations.documents import CONNECTOR, TERMINATION, changes, check_strangers, put_users, ready, usernames
from running import RunningServer, error_of


def test_the_users_named_are_gone_and_the_others_stay(server: RunningServer) -> None:
    """204; one who was not there is no error, so that it may be repeated. Our choice."""
    client = ready(server, TERMINATION)
    TERMINATION.put(client, TERMINATION.full)
    put_users(client, {"alice": "secret", "bob": "secret", "carol": "secret"})
    before = len(changes(server))

    for _ in range(2):
        answer = client.delete_voice_connector_termination_credentials(
            VoiceConnectorId=CONNECTOR, Usernames=["bob", "nobody"]
        )
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
        assert usernames(client) == ["alice", "carol"]
    assert len(changes(server)) == before + 1


def test_where_nobody_is_nobody_need_be_deleted(server: RunningServer) -> None:
    """204, and no change: there need not even be a termination."""
    client = ready(server, TERMINATION)

    client.delete_voice_connector_termination_credentials(VoiceConnectorId=CONNECTOR, Usernames=["bob"])

    assert changes(server) == []


def test_somebody_must_be_named(server: RunningServer) -> None:
    """400 (BEHAVIOUR.md 4), and nobody is deleted."""
    client = ready(server, TERMINATION)
    TERMINATION.put(client, TERMINATION.full)
    put_users(client, {"alice": "secret"})

    refused = error_of(client.delete_voice_connector_termination_credentials, VoiceConnectorId=CONNECTOR, Usernames=[])

    assert refused == (400, "BadRequestException", "Usernames must name at least one user.")
    assert usernames(client) == ["alice"]


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words."""
    check_strangers(server, "DeleteVoiceConnectorTerminationCredentials", Usernames=[])
