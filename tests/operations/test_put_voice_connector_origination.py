"""PutVoiceConnectorOrigination through boto3 against the running application."""

from __future__ import annotations

from typing import Any

import pytest

from operations.documents import (
    CONNECTOR,
    EMERGENCY,
    ORIGINATION,
    changes,
    check_refused,
    check_replaced,
    check_round_trip,
    check_strangers,
    ready,
    wire,
)
from running import RunningServer, error_of

ROUTE = {"Host": "sip.example.com", "Port": 5061, "Protocol": "TCP", "Priority": 1, "Weight": 5}
COUNT = "Routes must have 1 to 20 items."
HOST = "Host must be a host name or an IP address."


def test_it_is_kept_as_it_was_put(server: RunningServer) -> None:
    """With all of its members."""
    check_round_trip(server, ORIGINATION)


def test_another_takes_its_place(server: RunningServer) -> None:
    """Nothing of the first is left; and 20 routes are not too many."""
    check_replaced(server, ORIGINATION, {"Routes": [ROUTE] * 20})


def test_a_port_defaults_to_5060_and_the_rest_to_null(server: RunningServer) -> None:
    """So AWS says of the port, and of nothing else."""
    client = ready(server, ORIGINATION)
    route = {"Host": "198.51.100.7", "Port": 5060, "Priority": None, "Protocol": None, "Weight": None}
    body = {"Origination": {"Disabled": None, "Routes": [route]}}

    given: dict[str, Any] = ORIGINATION.members({"Routes": [{"Host": "198.51.100.7"}]})
    assert wire(client, "PutVoiceConnectorOrigination", **given) == body
    assert wire(client, "GetVoiceConnectorOrigination", VoiceConnectorId=CONNECTOR) == body


@pytest.mark.parametrize(
    "host", ["198.51.100.7", "2001:db8::7", "localhost", "sip-1.example.com.", "3com.example", "a" * 63, "a." * 127]
)
def test_a_host_is_a_name_or_an_address(server: RunningServer, host: str) -> None:
    """ "The FQDN or IP address to contact"."""
    document = {"Routes": [ROUTE | {"Host": host}]}
    assert ORIGINATION.put(ready(server, ORIGINATION), document) == document


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "Origination must have Routes or Disabled."),
        ({"Routes": []}, COUNT),
        ({"Routes": [], "Disabled": True}, COUNT),
        ({"Routes": [ROUTE] * 21}, COUNT),
        ({"Routes": [ROUTE, {"Port": 5060}]}, HOST),
        *(
            ({"Routes": [ROUTE | {"Host": host}]}, HOST)
            for host in (
                "",
                " ",
                "a b",
                "-a.example",
                "a..example",
                "a_b.example",
                "198.51.100.300",
                "198.51.100.7:5060",
                "sip:example.com",
                "fe80::1%eth0",
                "example.com\n",
                "a" * 64,
                "a." * 126 + "ab",
            )
        ),
    ],
)
def test_routes_that_lead_nowhere_are_refused(server: RunningServer, document: dict[str, Any], message: str) -> None:
    """400, and what was there before stays."""
    check_refused(server, ORIGINATION, document, message)


def test_it_is_not_disabled_while_emergency_calling_needs_it(server: RunningServer) -> None:
    """400: emergency calling "must be deleted prior to turning off origination settings"; other routes may be put."""
    client = ready(server, EMERGENCY)
    EMERGENCY.put(client, EMERGENCY.full)
    before = changes(server)

    refused = error_of(ORIGINATION.put, client=client, document={"Disabled": True})
    assert refused == (
        400,
        "BadRequestException",
        "Origination must not be turned off while emergency calling is configured.",
    )
    assert changes(server) == before
    assert ORIGINATION.put(client, {"Routes": [ROUTE]}) == {"Routes": [ROUTE]}


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words, whatever is put."""
    check_strangers(server, "PutVoiceConnectorOrigination", Origination={})
