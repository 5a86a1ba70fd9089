"""DeleteVoiceConnectorTermination through boto3 against the running application."""

from __future__ import annotations

from operations.documents import (
    EMERGENCY,
    TERMINATION,
    changes,
    check_deleted,
    check_strangers,
    put_users,
    ready,
    usernames,
)
from running import RunningServer, error_of


def test_it_is_gone_and_may_be_deleted_again(server: RunningServer) -> None:
    """204 both times: our choice is that deleting what is not there is no error."""
    check_deleted(server, TERMINATION)


def test_emergency_calling_must_be_deleted_before(server: RunningServer) -> None:
    """ "If emergency calling is configured for the Voice Connector, it must be deleted prior": 400, for Conflict is not modelled."""
    client = ready(server, EMERGENCY)
    EMERGENCY.put(client, EMERGENCY.full)
    before = changes(server)
    assert error_of(TERMINATION.delete, client=client) == (
        400,
        "BadRequestException",
        "Termination must not be turned off while emergency calling is configured.",
    )
    assert changes(server) == before
    EMERGENCY.delete(client)
    assert TERMINATION.delete(client) == 204


def test_its_credentials_go_with_it(server: RunningServer) -> None:
    """Our choice: they are a part of it."""
    client = ready(server, TERMINATION)
    for _ in range(2):
        TERMINATION.put(client, TERMINATION.full)
        assert usernames(client) == []
        put_users(client, {"jdoe": "secret"})
        TERMINATION.delete(client)
        assert usernames(client) == []


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words."""
    check_strangers(server, "DeleteVoiceConnectorTermination")
