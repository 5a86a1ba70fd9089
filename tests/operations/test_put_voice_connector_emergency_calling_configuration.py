"""PutVoiceConnectorEmergencyCallingConfiguration through boto3 against the running application."""

from __future__ import annotations

import pytest

from operations.documents import (
    CONNECTOR,
    EMERGENCY,
    ORIGINATION,
    TERMINATION,
    Kind,
    add_owner,
    changes,
    check_refused,
    check_replaced,
    check_round_trip,
    check_strangers,
    ready,
    wire,
)
from running import RunningServer, error_of

UNREADY = (
    400,
    "BadRequestException",
    "Emergency calling must not be configured before Origination and Termination are.",
)
UNITED_STATES = {"CallingCountry": "US", "EmergencyPhoneNumber": "+12065550100"}


def test_it_is_kept_as_it_was_put(server: RunningServer) -> None:
    """With all of its members."""
    check_round_trip(server, EMERGENCY)


def test_another_takes_its_place(server: RunningServer) -> None:
    """Nothing of the first is left."""
    check_replaced(server, EMERGENCY, {"DNIS": [UNITED_STATES, {**UNITED_STATES, "CallingCountry": "CA"}]})


def test_what_is_not_given_is_null(server: RunningServer) -> None:
    """In both answers."""
    client = ready(server, EMERGENCY)
    body = {"EmergencyCallingConfiguration": {"DNIS": [{**UNITED_STATES, "TestPhoneNumber": None}]}}

    given = EMERGENCY.members({"DNIS": [UNITED_STATES]})
    assert wire(client, "PutVoiceConnectorEmergencyCallingConfiguration", **given) == body
    assert wire(client, "GetVoiceConnectorEmergencyCallingConfiguration", VoiceConnectorId=CONNECTOR) == body


@pytest.mark.parametrize(
    ("member", "value"), [("CallingCountry", "USA"), ("EmergencyPhoneNumber", "911x"), ("TestPhoneNumber", "+0")]
)
def test_what_is_no_country_or_number_is_refused(server: RunningServer, member: str, value: str) -> None:
    """400, and what was there before stays."""
    pattern = "[A-Z]{2}" if member == "CallingCountry" else r"^\+?[1-9]\d{1,14}$"
    document = {"DNIS": [{**UNITED_STATES, member: value}]}
    check_refused(server, EMERGENCY, document, f"{EMERGENCY.shape}.DNIS[0].{member} must match the pattern {pattern}.")


@pytest.mark.parametrize(("one", "other"), [(ORIGINATION, TERMINATION), (TERMINATION, ORIGINATION)])
def test_calls_in_both_directions_come_first(server: RunningServer, one: Kind, other: Kind) -> None:
    """ "Origination and termination settings must be enabled […] before": 400 while either is absent or disabled."""
    add_owner(server)
    client = server.client()
    one.put(client, {**one.full, "Disabled": False})
    assert error_of(EMERGENCY.put, client=client, document=EMERGENCY.full) == UNREADY
    other.put(client, {**other.full, "Disabled": True})
    before = changes(server)

    assert error_of(EMERGENCY.put, client=client, document=EMERGENCY.full) == UNREADY
    assert changes(server) == before


@pytest.mark.parametrize("document", [{}, {"DNIS": []}])
def test_without_a_number_nothing_is_configured(server: RunningServer, document: dict[str, list[str]]) -> None:
    """Our choice: it needs no calls, and calls may be turned off."""
    client = ready(server, EMERGENCY)
    EMERGENCY.put(client, EMERGENCY.full)

    assert EMERGENCY.put(client, document) == document
    assert [ORIGINATION.delete(client), TERMINATION.delete(client)] == [204, 204]
    assert EMERGENCY.put(client, document) == document


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words."""
    operation = "PutVoiceConnectorEmergencyCallingConfiguration"
    check_strangers(server, operation, EmergencyCallingConfiguration=EMERGENCY.full)
