"""PutSipMediaApplicationLoggingConfiguration through boto3 against the running application."""

from __future__ import annotations

from operations.documents import (
    APPLICATION,
    MESSAGES,
    check_replaced,
    check_round_trip,
    check_strangers,
    ready,
)
from running import RunningServer, error_of


def test_it_is_kept_as_it_was_put(server: RunningServer) -> None:
    """With its one member."""
    check_round_trip(server, MESSAGES)


def test_another_takes_its_place(server: RunningServer) -> None:
    """Off instead of on."""
    check_replaced(server, MESSAGES, {"EnableSipMediaApplicationMessageLogs": False})


def test_what_is_not_given_is_off(server: RunningServer) -> None:
    """Our choice, as for voice connectors."""
    client = ready(server, MESSAGES)
    MESSAGES.put(client, MESSAGES.full)
    assert MESSAGES.put(client, {}) == {"EnableSipMediaApplicationMessageLogs": False}


def test_a_configuration_must_be_given(server: RunningServer) -> None:
    """400 where the model lets it be left out. Our choice."""
    put = ready(server, MESSAGES).put_sip_media_application_logging_configuration
    message = "SipMediaApplicationLoggingConfiguration must be given."
    assert error_of(put, SipMediaApplicationId=APPLICATION) == (400, "BadRequestException", message)


def test_only_the_accounts_own_application_is_found(server: RunningServer) -> None:
    """404 for an unknown SIP media application and for one of another account, in the same words, whatever is put."""
    check_strangers(server, "PutSipMediaApplicationLoggingConfiguration", APPLICATION)
