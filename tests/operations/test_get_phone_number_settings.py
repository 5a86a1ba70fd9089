"""GetPhoneNumberSettings through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta

import pytest

from running import START, RunningServer

NAMESPACES = ["chime", "chime-sdk-voice"]


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_an_account_that_never_set_one_has_none(server: RunningServer, namespace: str) -> None:
    """Both members are there, and null."""
    client, seen = server.client(namespace), []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    client.get_phone_number_settings()

    assert seen == [b'{"CallingName":null,"CallingNameUpdatedTimestamp":null}']


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_the_name_can_be_read_at_once(server: RunningServer, namespace: str) -> None:
    """While it is on its way to the numbers for 72 hours, and with the time of the request (BEHAVIOUR.md 3.4)."""
    client = server.client(namespace)
    client.update_phone_number_settings(CallingName="Head Office")

    for waited in (timedelta(0), timedelta(hours=1), timedelta(hours=100)):
        server.clock.advance(waited)
        answer = client.get_phone_number_settings()
        assert (answer["CallingName"], answer["CallingNameUpdatedTimestamp"]) == ("Head Office", START)


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_cleared_name_has_its_time(server: RunningServer, namespace: str) -> None:
    """The name is null then, and when it was cleared is known."""
    client = server.client(namespace)

    client.update_phone_number_settings(CallingName="")
    answer = client.get_phone_number_settings()

    assert "CallingName" not in answer
    assert answer["CallingNameUpdatedTimestamp"] == START


def test_both_namespaces_have_the_same_settings_and_each_account_its_own(server: RunningServer) -> None:
    """One account, whatever API it is asked through."""
    server.client("chime").update_phone_number_settings(CallingName="Head Office")

    assert server.client().get_phone_number_settings()["CallingName"] == "Head Office"
    assert "CallingName" not in server.client(account="999999999999").get_phone_number_settings()
