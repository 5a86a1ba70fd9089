"""GetVoiceConnectorLoggingConfiguration through boto3 against the running application."""

from __future__ import annotations

from operations.documents import LOGGING, check_strangers, ready
from running import RunningServer


def test_nothing_is_logged_before_it_is_asked_for(server: RunningServer) -> None:
    """Our choice: it cannot be deleted, so it is there from the beginning, and off."""
    assert LOGGING.get(ready(server, LOGGING)) == {"EnableMediaMetricLogs": False, "EnableSIPLogs": False}


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words."""
    check_strangers(server, "GetVoiceConnectorLoggingConfiguration")
