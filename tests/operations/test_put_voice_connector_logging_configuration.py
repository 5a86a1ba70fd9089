"""PutVoiceConnectorLoggingConfiguration through boto3 against the running application."""

from __future__ import annotations

import pytest

from operations.documents import LOGGING, check_replaced, check_round_trip, check_strangers, ready
from running import RunningServer

OFF = {"EnableMediaMetricLogs": False, "EnableSIPLogs": False}


def test_it_is_kept_as_it_was_put(server: RunningServer) -> None:
    """With all of its members."""
    check_round_trip(server, LOGGING)


def test_another_takes_its_place(server: RunningServer) -> None:
    """Both off, which is how Terraform deletes it."""
    check_replaced(server, LOGGING, OFF)


@pytest.mark.parametrize("document", [{"EnableSIPLogs": True}, {"EnableMediaMetricLogs": True}, {}])
def test_what_is_not_given_is_off(server: RunningServer, document: dict[str, bool]) -> None:
    """Our choice: the CDK's constructs leave out what is not to be logged."""
    client = ready(server, LOGGING)
    LOGGING.put(client, LOGGING.full)

    assert LOGGING.put(client, document) == OFF | document
    assert LOGGING.get(client) == OFF | document


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words."""
    check_strangers(server, "PutVoiceConnectorLoggingConfiguration", LoggingConfiguration=OFF)
