"""PutVoiceConnectorTerminationCredentials through boto3 and the AWS CLI against the running application."""

from __future__ import annotations

import logging
import os
import subprocess
from typing import Any

import pytest

from clients.calling import environment_of
from dialbook.domain.configurations import Configuration
from operations.documents import CONNECTOR, TERMINATION, changes, check_strangers, put_users, ready, usernames
from running import ACCOUNT, RunningServer, error_of

ALICE = {"Username": "alice", "Password": "secret"}
USERNAME = "Username must have 1 to 256 printable US-ASCII characters, a colon not being one of them."
PASSWORD = "Password must have 1 to 256 printable US-ASCII characters."
NOBODY = "Credentials must have at least one user."


def with_termination(server: RunningServer) -> Any:
    """Give the account a voice connector that may be called through, and return a client."""
    client = ready(server, TERMINATION)
    TERMINATION.put(client, TERMINATION.full)
    return client


def test_users_are_added_to_those_that_are_there(server: RunningServer) -> None:
    """204; one who is there already has another password, and that is no change here. Our choice."""
    client = with_termination(server)
    answer = client.put_voice_connector_termination_credentials(VoiceConnectorId=CONNECTOR, Credentials=[ALICE])
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    before = changes(server)

    put_users(client, {"alice": "another"})
    assert changes(server) == before
    put_users(client, {"bob": "secret", "alice": "another"})
    assert usernames(client) == ["alice", "bob"]


def test_the_command_line_puts_them(server: RunningServer) -> None:
    """Written as in the AWS CLI's example; it prints nothing."""
    client = with_termination(server)
    command = ["aws", "chime-sdk-voice", "put-voice-connector-termination-credentials"]
    members = ["--voice-connector-id", CONNECTOR, "--credentials", "Username=jdoe,Password=XXXXXXXX"]

    environment = os.environ | environment_of(server.url, ACCOUNT)
    done = subprocess.run([*command, *members], env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert usernames(client) == ["jdoe"]


@pytest.mark.parametrize("credential", [{}, {"Username": "bo:b"}])
def test_a_password_goes_nowhere(
    server: RunningServer, caplog: pytest.LogCaptureFixture, credential: dict[str, str]
) -> None:
    """Neither into the store nor the history nor the logs nor an answer, whether it is accepted or refused."""
    caplog.set_level(logging.DEBUG)
    client = with_termination(server)
    caplog.clear()
    request = {"VoiceConnectorId": CONNECTOR, "Credentials": [{**ALICE, "Password": "Tr0ub4dor&3", **credential}]}
    answer: object = None
    if credential:
        answer = error_of(client.put_voice_connector_termination_credentials, **request)
    else:
        client.put_voice_connector_termination_credentials(**request)

    kept = server.store(lambda tx: tx.page(Configuration, {}, None, 100))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("dialbook")]
    assert len(kept) == (1 if credential else 2)
    assert "Tr0ub4dor" not in repr([kept, changes(server), ours, answer])


@pytest.mark.parametrize(
    ("credentials", "message"),
    [
        ([], NOBODY),
        ([{"Password": "secret"}], USERNAME),
        ([{"Username": "bob"}], PASSWORD),
        *(([ALICE, {"Username": name, "Password": "secret"}], USERNAME) for name in ("", "b:b", "é", "b\n", "b" * 257)),
        *(([ALICE, {"Username": "bob", "Password": word}], PASSWORD) for word in ("", "é", "b\n", "b\x7f", "b" * 257)),
        ([ALICE, {"Username": "bob", "Password": "secret"}, ALICE], "Credentials must not name a user twice."),
    ],
)
def test_what_sip_cannot_carry_is_refused(
    server: RunningServer, credentials: list[dict[str, str]], message: str
) -> None:
    """400, and nobody is added: "RFC2617 compliant […] in US-ASCII format"."""
    client = with_termination(server)
    before = changes(server)

    refused = error_of(
        client.put_voice_connector_termination_credentials, VoiceConnectorId=CONNECTOR, Credentials=credentials
    )

    assert refused == (400, "BadRequestException", message)
    assert usernames(client) == []
    assert changes(server) == before


def test_somebody_must_be_named(server: RunningServer) -> None:
    """400 where the model lets the credentials be left out. Our choice."""
    client = with_termination(server)
    refused = error_of(client.put_voice_connector_termination_credentials, VoiceConnectorId=CONNECTOR)
    assert refused == (400, "BadRequestException", NOBODY)


def test_a_connector_has_at_most_100_users(server: RunningServer) -> None:
    """Our choice. 400 for one more, who is not added; those who are there may get another password."""
    client = with_termination(server)
    most = {f"user{number:03}": "secret ~" for number in range(100)}
    put_users(client, most)

    refused = error_of(put_users, client=client, users={"one more": "secret"})

    assert refused == (400, "BadRequestException", "A voice connector must not have more than 100 users.")
    put_users(client, most)
    assert usernames(client) == list(most)


def test_there_must_be_a_termination(server: RunningServer) -> None:
    """404: credentials "require a Voice Connector Termination to be present", says Terraform. The status is our choice."""
    client = ready(server, TERMINATION)
    assert error_of(put_users, client=client, users={"alice": "secret"}) == TERMINATION.missing
    assert changes(server) == []


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words, whatever is put."""
    check_strangers(server, "PutVoiceConnectorTerminationCredentials", Credentials=[])
