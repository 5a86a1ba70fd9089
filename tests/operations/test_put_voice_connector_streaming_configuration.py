"""PutVoiceConnectorStreamingConfiguration through boto3 against the running application."""

from __future__ import annotations

from typing import Any

import pytest

from operations.documents import (
    CONNECTOR,
    STREAMING,
    check_refused,
    check_replaced,
    check_round_trip,
    check_strangers,
    ready,
    wire,
)
from running import RunningServer

OFF = {"DataRetentionInHours": 0, "Disabled": True}
ON = {"DataRetentionInHours": 24, "Disabled": False}


def test_it_is_kept_as_it_was_put(server: RunningServer) -> None:
    """With all of its members."""
    check_round_trip(server, STREAMING)


@pytest.mark.parametrize(
    "document",
    [
        OFF,
        {
            **ON,
            "StreamingNotificationTargets": [{"NotificationTarget": name} for name in ("EventBridge", "SNS", "SQS")],
        },
        {**ON, "MediaInsightsConfiguration": {"Disabled": True}},
        {**ON, "MediaInsightsConfiguration": {"ConfigurationArn": "arn:aws:chime"}},
    ],
)
def test_another_takes_its_place(server: RunningServer, document: dict[str, Any]) -> None:
    """Nothing of the first is left."""
    check_replaced(server, STREAMING, document)


def test_what_is_not_given_is_null(server: RunningServer) -> None:
    """In both answers."""
    client = ready(server, STREAMING)
    body = {"StreamingConfiguration": {**OFF, "MediaInsightsConfiguration": None, "StreamingNotificationTargets": None}}

    assert wire(client, "PutVoiceConnectorStreamingConfiguration", **STREAMING.members(OFF)) == body
    assert wire(client, "GetVoiceConnectorStreamingConfiguration", VoiceConnectorId=CONNECTOR) == body


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (
            {**ON, "StreamingNotificationTargets": [{"NotificationTarget": "SQS"}, {}]},
            "StreamingNotificationTargets must each have a NotificationTarget.",
        ),
        (
            {**ON, "MediaInsightsConfiguration": {}},
            "MediaInsightsConfiguration must have a ConfigurationArn unless it is Disabled.",
        ),
        (
            {**ON, "MediaInsightsConfiguration": {"Disabled": False}},
            "MediaInsightsConfiguration must have a ConfigurationArn unless it is Disabled.",
        ),
        (
            {**ON, "StreamingNotificationTargets": [{"NotificationTarget": "SQS"}] * 4},
            "StreamingConfiguration.StreamingNotificationTargets must have at most 3 items.",
        ),
        (
            {**ON, "DataRetentionInHours": 2**31},
            "StreamingConfiguration.DataRetentionInHours must be at most 2147483647.",
        ),
    ],
)
def test_what_streams_to_nowhere_is_refused(server: RunningServer, document: dict[str, Any], message: str) -> None:
    """400, and what was there before stays."""
    check_refused(server, STREAMING, document, message)


def test_only_the_accounts_own_connector_is_found(server: RunningServer) -> None:
    """404 for an unknown voice connector and for one of another account, in the same words, whatever is put."""
    given = {**ON, "MediaInsightsConfiguration": {}}
    check_strangers(server, "PutVoiceConnectorStreamingConfiguration", StreamingConfiguration=given)
