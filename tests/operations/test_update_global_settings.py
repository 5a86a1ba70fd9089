"""UpdateGlobalSettings through boto3 against the running application."""

from __future__ import annotations

from typing import Any

import pytest

from running import RunningServer, error_of

BOTH = {"BusinessCalling": {"CdrBucket": "calls"}, "VoiceConnector": {"CdrBucket": "connectors"}}


def settings(server: RunningServer) -> dict[str, Any]:
    """Return the settings as the older namespace shows them, which has all of them."""
    answer: dict[str, Any] = server.client("chime").get_global_settings()
    del answer["ResponseMetadata"]
    return answer


@pytest.mark.parametrize("namespace", ["chime", "chime-sdk-voice"])
def test_a_bucket_is_set_at_once(server: RunningServer, namespace: str) -> None:
    """204; and with another it is another."""
    client = server.client(namespace)
    for bucket in ("connectors", "other-bucket"):
        answer = client.update_global_settings(VoiceConnector={"CdrBucket": bucket})

        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
        assert settings(server) == {"VoiceConnector": {"CdrBucket": bucket}}


@pytest.mark.parametrize("namespace", ["chime", "chime-sdk-voice"])
def test_empty_settings_clear(server: RunningServer, namespace: str) -> None:
    """That is how programs delete them (BEHAVIOUR.md 3.11); those of business calling stay."""
    server.client("chime").update_global_settings(**BOTH)

    server.client(namespace).update_global_settings(VoiceConnector={})

    assert settings(server) == {"BusinessCalling": {"CdrBucket": "calls"}}


def test_the_older_namespace_leaves_what_it_is_not_given(server: RunningServer) -> None:
    """Both members are optional there: our choice is that an absent one is no change."""
    client = server.client("chime")
    client.update_global_settings(**BOTH)

    client.update_global_settings()
    assert settings(server) == BOTH
    client.update_global_settings(BusinessCalling={"CdrBucket": "other-bucket"})
    assert settings(server) == BOTH | {"BusinessCalling": {"CdrBucket": "other-bucket"}}
    client.update_global_settings(BusinessCalling={})
    assert settings(server) == {"VoiceConnector": BOTH["VoiceConnector"]}


@pytest.mark.parametrize("bucket", ["ab", "-ab", "xn--bucket", "bucket-s3alias", "A-Bucket", "a" * 65, "bucket\n"])
def test_a_broken_constraint_is_named(server: RunningServer, bucket: str) -> None:
    """The newer contract knows what a bucket can be called, and a refused request changes nothing."""
    client = server.client()
    client.update_global_settings(VoiceConnector={"CdrBucket": "connectors"})

    status, code, message = error_of(client.update_global_settings, VoiceConnector={"CdrBucket": bucket})

    assert (status, code) == (400, "BadRequestException")
    assert "CdrBucket must" in message
    assert settings(server) == {"VoiceConnector": {"CdrBucket": "connectors"}}


def test_global_settings_and_the_default_calling_name_do_not_disturb_each_other(server: RunningServer) -> None:
    """They are one record."""
    client = server.client()
    client.update_phone_number_settings(CallingName="Head Office")
    client.update_global_settings(VoiceConnector={"CdrBucket": "connectors"})

    assert client.get_phone_number_settings()["CallingName"] == "Head Office"
    assert settings(server) == {"VoiceConnector": {"CdrBucket": "connectors"}}
