"""GetVoiceConnectorTerminationHealth through boto3 against the running application."""

from __future__ import annotations

from operations.documents import CONNECTOR, TERMINATION, check_strangers, ready, wire
from running import RunningServer


def test_no_ping_was_ever_received(server: RunningServer) -> None:
    """A time and a source that are null, with or without a termination: no SIP arrives here. Our choice."""
    client = ready(server, TERMINATION)
    none = {"TerminationHealth": {"Source": None, "Timestamp": None}}

    assert wire(client, "GetVoiceConnectorTerminationHealth", VoiceConnectorId=CONNECTOR) == none
    TERMINATION.put(client, TERMINATION.full)
    assert wire(client, "GetVoiceConnectorTerminationHealth", VoiceConnectorId=CONNECTOR) == none


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words."""
    check_strangers(server, "GetVoiceConnectorTerminationHealth")
