"""DeleteVoiceConnectorEmergencyCallingConfiguration through boto3 against the running application."""

from __future__ import annotations

from operations.documents import EMERGENCY, check_deleted, check_strangers
from running import RunningServer


def test_it_is_gone_and_may_be_deleted_again(server: RunningServer) -> None:
    """204 both times: our choice is that deleting what is not there is no error."""
    check_deleted(server, EMERGENCY)


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words."""
    check_strangers(server, "DeleteVoiceConnectorEmergencyCallingConfiguration")
