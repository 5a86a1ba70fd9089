"""PutVoiceConnectorExternalSystemsConfiguration through boto3 against the running application."""

from __future__ import annotations

import pytest

from operations.documents import (
    CONNECTOR,
    SYSTEMS,
    check_replaced,
    check_round_trip,
    check_strangers,
    ready,
    wire,
)
from running import RunningServer, error_of


def test_it_is_kept_as_it_was_put(server: RunningServer) -> None:
    """With both lists."""
    check_round_trip(server, SYSTEMS)


@pytest.mark.parametrize(
    "document",
    [
        {"SessionBorderControllerTypes": ["AUDIOCODES_MEDIANT_SBC", "RIBBON_SBC"]},
        {"ContactCenterSystemTypes": ["AVAYA_AURA_CONTACT_CENTER"]},
        {"ContactCenterSystemTypes": [], "SessionBorderControllerTypes": []},
        {},
    ],
)
def test_another_takes_its_place(server: RunningServer, document: dict[str, list[str]]) -> None:
    """Nothing of the first is left. Our choice: a list that is not given is not kept from before."""
    check_replaced(server, SYSTEMS, document)


def test_a_list_that_is_not_given_is_null(server: RunningServer) -> None:
    """In both answers."""
    client = ready(server, SYSTEMS)
    lists = {"ContactCenterSystemTypes": None, "SessionBorderControllerTypes": ["RIBBON_SBC"]}
    body = {"ExternalSystemsConfiguration": lists}

    given = SYSTEMS.members({"SessionBorderControllerTypes": ["RIBBON_SBC"]})
    assert wire(client, "PutVoiceConnectorExternalSystemsConfiguration", **given) == body
    assert wire(client, "GetVoiceConnectorExternalSystemsConfiguration", VoiceConnectorId=CONNECTOR) == body


def test_an_unknown_system_is_refused(server: RunningServer) -> None:
    """400, and what was there before stays."""
    client = ready(server, SYSTEMS)
    SYSTEMS.put(client, SYSTEMS.full)

    refused = error_of(SYSTEMS.put, client=client, document={"SessionBorderControllerTypes": ["HOME_MADE_SBC"]})

    assert refused[:2] == (400, "BadRequestException")
    assert "SessionBorderControllerTypes" in refused[2]
    assert SYSTEMS.get(client) == SYSTEMS.full


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words."""
    check_strangers(server, "PutVoiceConnectorExternalSystemsConfiguration", **SYSTEMS.full)
