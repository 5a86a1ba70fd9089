"""PutVoiceConnectorTermination through boto3 against the running application."""

from __future__ import annotations

from typing import Any

import pytest

from operations.documents import (
    CONNECTOR,
    EMERGENCY,
    TERMINATION,
    changes,
    check_refused,
    check_replaced,
    check_round_trip,
    check_strangers,
    put_users,
    ready,
    usernames,
    wire,
)
from running import RunningServer, error_of

NONE = "CallingRegions must name at least one country."
REGIONS = "CallingRegions must name countries by two capital letters, as ISO 3166-1 does."
RANGES = "CidrAllowedList must have ranges in CIDR format, those of IPv4 addresses from /27 to /32."


def test_it_is_kept_as_it_was_put(server: RunningServer) -> None:
    """With all of its members. Our choice: the default number need not be one of the account's."""
    check_round_trip(server, TERMINATION)


def test_another_takes_its_place(server: RunningServer) -> None:
    """Nothing of the first is left."""
    check_replaced(server, TERMINATION, {"CallingRegions": ["DE"], "CpsLimit": 7})


def test_calls_per_second_default_to_1_and_the_rest_to_null(server: RunningServer) -> None:
    """So AWS says of the calls, and of nothing else."""
    client = ready(server, TERMINATION)
    rest = dict.fromkeys(("CidrAllowedList", "DefaultPhoneNumber", "Disabled"))
    body = {"Termination": {"CallingRegions": ["US"], "CpsLimit": 1, **rest}}

    given = TERMINATION.members({"CallingRegions": ["US"]})
    assert wire(client, "PutVoiceConnectorTermination", **given) == body
    assert wire(client, "GetVoiceConnectorTermination", VoiceConnectorId=CONNECTOR) == body


@pytest.mark.parametrize(
    "text", ["203.0.113.0/27", "203.0.113.7/27", "203.0.113.7/32", "10.0.0.0/28", "2001:db8::/32", "::1/128"]
)
def test_hosts_are_allowed_by_range(server: RunningServer, text: str) -> None:
    """ "In CIDR format", as large as published clients let it be."""
    document = {"CallingRegions": ["US"], "CidrAllowedList": [text], "CpsLimit": 1}
    assert TERMINATION.put(ready(server, TERMINATION), document) == document


@pytest.mark.parametrize(
    ("member", "value", "message"),
    [
        ("CallingRegions", None, NONE),
        ("CallingRegions", [], NONE),
        *(("CallingRegions", ["US", text], REGIONS) for text in ("", "us", "USA", "U1", "US\n", "ÜS")),
        *(
            ("CidrAllowedList", ["203.0.113.0/27", text], RANGES)
            for text in (
                "",
                "203.0.113.7",
                "203.0.113.0/26",
                "0.0.0.0/0",
                "203.0.113.0/33",
                "203.0.113.0/027",
                "203.0.113.0/255.255.255.224",
                "203.0.113.0/27\n",
                "203.0.113/27",
                "2001:db8::/129",
                "fe80::1%eth0/64",
                "example.com/27",
            )
        ),
    ],
)
def test_what_names_no_country_or_no_range_is_refused(
    server: RunningServer, member: str, value: list[str] | None, message: str
) -> None:
    """400, and what was there before stays."""
    document: dict[str, Any] = {**TERMINATION.full, member: value}
    if value is None:
        del document[member]
    check_refused(server, TERMINATION, document, message)


def test_it_is_not_disabled_while_emergency_calling_needs_it(server: RunningServer) -> None:
    """400: emergency calling "must be deleted prior to turning off termination settings"; other settings may be put."""
    client = ready(server, EMERGENCY)
    EMERGENCY.put(client, EMERGENCY.full)
    before = changes(server)

    refused = error_of(TERMINATION.put, client=client, document=TERMINATION.full | {"Disabled": True})
    assert refused == (
        400,
        "BadRequestException",
        "Termination must not be turned off while emergency calling is configured.",
    )
    assert changes(server) == before
    other = {"CallingRegions": ["CA"], "CpsLimit": 2}
    assert TERMINATION.put(client, other) == other


def test_its_credentials_stay(server: RunningServer) -> None:
    """They are put and deleted by themselves."""
    client = ready(server, TERMINATION)
    TERMINATION.put(client, TERMINATION.full)
    put_users(client, {"jdoe": "secret"})

    TERMINATION.put(client, {"CallingRegions": ["CA"]})

    assert usernames(client) == ["jdoe"]


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words, whatever is put."""
    check_strangers(server, "PutVoiceConnectorTermination", Termination={})
