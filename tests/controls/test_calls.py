"""Recorded calls."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dialbook.controls import calls
from dialbook.controls.calls import RecordedCall
from running import ACCOUNT, RunningServer, error_of
from server import raw


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """A server with controls."""
    with RunningServer(controls=True) as running:
        running.add_number()
        yield running


def recorded(server: RunningServer, **wanted: Any) -> list[RecordedCall]:
    """Return the calls that the server has recorded."""
    return asyncio.run_coroutine_threadsafe(calls.recorded(server.service, **wanted), server._loop).result(10)


def test_a_call_is_recorded_with_its_parameters_and_its_answer(server: RunningServer) -> None:
    """As the client sent them and as it got it."""
    answer = server.client().update_phone_number(PhoneNumberId="+12065550100", Name="Front desk")

    [call] = recorded(server)

    assert (call.number, call.operation, call.status, call.error) == (1, "UpdatePhoneNumber", 200, None)
    assert (call.account, call.region, call.namespace) == (ACCOUNT, "us-east-1", "chime-sdk-voice")
    assert call.parameters == {"PhoneNumberId": "+12065550100", "Name": "Front desk"}
    assert call.answer["PhoneNumber"]["Name"] == "Front desk"
    assert call.request_id == answer["ResponseMetadata"]["RequestId"]


def test_failures_are_recorded_too(server: RunningServer) -> None:
    """Those of the operation, and those of what it was given."""
    error_of(server.client().get_phone_number, PhoneNumberId="+12065550199")
    error_of(server.client().list_phone_numbers, MaxResults=1000)
    error_of(server.client("chime").get_phone_number, PhoneNumberId="+12065550199")

    assert [(call.operation, call.namespace, call.status, call.error) for call in recorded(server)] == [
        ("GetPhoneNumber", "chime-sdk-voice", 404, "NotFoundException"),
        ("ListPhoneNumbers", "chime-sdk-voice", 400, "BadRequestException"),
        ("GetPhoneNumber", "chime", 404, "NotFoundException"),
    ]


def test_a_call_that_is_nested_as_deeply_as_one_may_be_is_recorded(server: RunningServer) -> None:
    """And shown: what walks through it does not get to its end."""
    deep = b'{"Name":' + b"[" * 99 + b"]" * 99 + b"}"
    assert raw.status_of(server.port, raw.update(deep)) == 400

    answer = raw.ask(server.port, raw.head("GET", "/_dialbook/calls", [("Host", f"127.0.0.1:{server.port}")]))

    assert answer is not None
    assert (answer.status, b"[" * 99 in answer.body) == (200, True)


def test_who_is_not_let_in_is_not_recorded(server: RunningServer) -> None:
    """It is not known what they called."""
    error_of(server.client(aws_secret_access_key="wrong").get_phone_number, PhoneNumberId="+12065550100")

    assert recorded(server) == []


def test_calls_are_found_by_operation_and_account(server: RunningServer) -> None:
    """And the limit takes the last ones."""
    client, other = server.client(), server.client(account="210987654321")
    for _ in range(2):
        client.get_phone_number(PhoneNumberId="+12065550100")
        client.list_phone_numbers()
        other.list_phone_numbers()

    assert [call.number for call in recorded(server)] == [1, 2, 3, 4, 5, 6]
    assert [call.number for call in recorded(server, operation="GetPhoneNumber")] == [1, 4]
    assert [call.number for call in recorded(server, account="210987654321")] == [3, 6]
    assert [call.number for call in recorded(server, limit=2)] == [5, 6]
    assert recorded(server, limit=0) == []


def test_only_the_last_calls_are_kept(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later call takes the place of the first."""
    monkeypatch.setattr("dialbook.domain.calls.KEPT", 3)
    client = server.client()
    for _ in range(5):
        client.list_phone_numbers()

    assert [call.number for call in recorded(server)] == [3, 4, 5]


def test_no_password_is_kept(server: RunningServer) -> None:
    """Neither as it was given nor anywhere in the answer."""
    connector = server.client().create_voice_connector(Name="Example", RequireEncryption=False)["VoiceConnector"]
    server.client().put_voice_connector_termination(
        VoiceConnectorId=connector["VoiceConnectorId"],
        Termination={"CallingRegions": ["US"], "CidrAllowedList": ["192.0.2.0/27"]},
    )
    server.client().put_voice_connector_termination_credentials(
        VoiceConnectorId=connector["VoiceConnectorId"], Credentials=[{"Username": "trunk", "Password": "swordfish"}]
    )

    [call] = recorded(server, operation="PutVoiceConnectorTerminationCredentials")

    assert call.parameters is not None
    assert call.parameters["Credentials"] == [{"Username": "trunk", "Password": "***"}]


def test_what_is_too_large_is_left_out(server: RunningServer) -> None:
    """The call itself is still recorded."""
    numbers = [f"+1206{number:07}" for number in range(5000, 9500)]
    error_of(server.client().batch_delete_phone_number, PhoneNumberIds=numbers)

    [call] = recorded(server)

    assert (call.operation, call.parameters, call.status) == ("BatchDeletePhoneNumber", None, 400)


def test_forgotten_calls_are_gone(server: RunningServer) -> None:
    """And counting begins anew."""
    server.client().list_phone_numbers()
    asyncio.run_coroutine_threadsafe(calls.forget(server.service), server._loop).result(10)
    assert recorded(server) == []

    server.client().list_phone_numbers()
    assert [call.number for call in recorded(server)] == [1]


def test_a_server_without_controls_records_nothing() -> None:
    """There is nobody who could ask for it."""
    with RunningServer() as plain:
        plain.client().list_phone_numbers()

        assert plain.service.calls is None
        assert recorded(plain) == []


def test_a_stop_loses_no_call(tmp_path: Path) -> None:
    """Those that still wait to be recorded are, before the store is closed."""
    store = str(tmp_path / "numbers.db")
    with RunningServer(controls=True, store=store) as server:
        for _ in range(3):
            server.client().list_phone_numbers()

    with RunningServer(controls=True, store=store) as server:
        assert [call.operation for call in recorded(server)] == ["ListPhoneNumbers"] * 3
