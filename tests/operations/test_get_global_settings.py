"""GetGlobalSettings through boto3 against the running application."""

from __future__ import annotations

from typing import Any

import pytest

from running import RunningServer


def body_of(client: Any) -> bytes:
    """Return the bytes of an answer."""
    seen: list[bytes] = []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))
    client.get_global_settings()
    return seen[0]


@pytest.mark.parametrize(
    ("namespace", "body"),
    [("chime", b'{"BusinessCalling":null,"VoiceConnector":null}'), ("chime-sdk-voice", b'{"VoiceConnector":null}')],
)
def test_an_account_that_never_set_any_has_none(server: RunningServer, namespace: str, body: bytes) -> None:
    """Each contract has its own members, null: programs wait for one that is not (BEHAVIOUR.md 3.11)."""
    assert body_of(server.client(namespace)) == body


def test_each_namespace_shows_what_its_contract_has(server: RunningServer) -> None:
    """The settings of voice connectors in both, those of business calling in the older one alone."""
    server.client("chime").update_global_settings(
        BusinessCalling={"CdrBucket": "calls"}, VoiceConnector={"CdrBucket": "connectors"}
    )

    older, newer = server.client("chime").get_global_settings(), server.client().get_global_settings()

    assert (older["BusinessCalling"], older["VoiceConnector"]) == ({"CdrBucket": "calls"}, {"CdrBucket": "connectors"})
    assert newer["VoiceConnector"] == {"CdrBucket": "connectors"}
    assert body_of(server.client()) == b'{"VoiceConnector":{"CdrBucket":"connectors"}}'


def test_each_account_has_its_own(server: RunningServer) -> None:
    """A stranger sees none."""
    server.client().update_global_settings(VoiceConnector={"CdrBucket": "connectors"})

    assert "VoiceConnector" not in server.client(account="999999999999").get_global_settings()
