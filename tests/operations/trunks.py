"""Voice connectors and groups, as the tests of several operations make and look at them."""

from __future__ import annotations

from typing import Any

import pytest

from dialbook.domain.history import Change
from running import ACCOUNT, RunningServer

OTHER = "999999999999"
NO_CONNECTOR = (404, "NotFoundException", "The voice connector does not exist.")
NO_GROUP = (404, "NotFoundException", "The voice connector group does not exist.")
UNKNOWN_CONNECTOR = "abcdefghijklmnopqrstu1"
UNKNOWN_GROUP = "00000000-0000-4000-8000-000000000003"
NO_IDS = [
    "abcdef1ghij2klmno3pq",
    "abcdef1ghij2klmno3pqr45",
    "ABCDEF1GHIJ2KLMNO3PQR4",
    "00000000-0000-4000-8000-00000000000A",
    "abcdef1ghij2klmno3pq-4",
    " ",
]
"""What no voice connector's id can look like."""


def new_connector(client: Any, name: str = "Front desk", **members: Any) -> str:
    """Create a voice connector and return its id."""
    made: str = client.create_voice_connector(Name=name, RequireEncryption=False, **members)["VoiceConnector"][
        "VoiceConnectorId"
    ]
    return made


def new_group(client: Any, *connectors: str, name: str = "All desks") -> str:
    """Create a group of voice connectors and return its id."""
    made: str = client.create_voice_connector_group(Name=name, VoiceConnectorItems=items(*connectors))[
        "VoiceConnectorGroup"
    ]["VoiceConnectorGroupId"]
    return made


def items(*connectors: str) -> list[dict[str, Any]]:
    """Return voice connectors as the items of a group, the first with the highest priority."""
    return [{"VoiceConnectorId": each, "Priority": place} for place, each in enumerate(connectors, 1)]


def place_of(server: RunningServer, e164: str = "+12065550100") -> tuple[str, str | None, str | None]:
    """Return a number's status and association as they are stored."""
    number = server.number(e164)
    assert number is not None
    return number.status, number.association_name, number.association_value


def changes(server: RunningServer) -> list[Change]:
    """Return everything that was ever changed, in any account, in the order of its subjects."""
    return server.store(lambda tx: tx.page(Change, {}, None, 10_000))


def history(server: RunningServer, subject: str, account: str = ACCOUNT) -> list[str]:
    """Return the actions that have changed something, in their order."""
    found = server.store(lambda tx: tx.page(Change, {"account": account, "subject": subject}, None, 100))
    return [change.action for change in found]


def raises(client: Any, name: str) -> Any:
    """Expect one of a client's modelled exceptions."""
    return pytest.raises(getattr(client.exceptions, name))
