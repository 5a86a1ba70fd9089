"""GetVoiceConnectorExternalSystemsConfiguration through boto3 against the running application."""

from __future__ import annotations

from operations.documents import SYSTEMS, check_missing, check_strangers
from running import RunningServer


def test_there_is_none_before_one_is_put(server: RunningServer) -> None:
    """404, which Terraform takes for deleted settings. Our choice."""
    check_missing(server, SYSTEMS)


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words."""
    check_strangers(server, "GetVoiceConnectorExternalSystemsConfiguration")
