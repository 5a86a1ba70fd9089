"""Operations that only the newer API has: AWS moved most of them there."""

from __future__ import annotations

import json

import pytest

from running import RunningServer
from server import raw

ACCOUNT = "123456789012"
MOVED = (
    f'Account Id {ACCOUNT} is not authorized to call deprecated Amazon Chime SDK API on the "chime" endpoint, '
    'use one of the "*-chime*" endpoints instead.'
)


def answer_to(server: RunningServer, method: str, target: str) -> raw.Answer:
    """Ask for something."""
    answer = raw.ask(
        server.port, raw.signed(method, target, b"{}" if method in {"POST", "PUT"} else b"", headers=raw.JSON)
    )
    assert answer is not None
    return answer


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/voice-connectors"),
        ("POST", "/voice-connectors"),
        ("POST", "/voice-connectors/abcdef1ghij2klmno3pqr4?operation=associate-phone-numbers"),
        ("DELETE", "/sip-rules/12345678-abcd-4abc-8abc-1234567890ab"),
        ("POST", "/emergency-calling/address"),
        ("GET", "/voice-profiles/some"),
    ],
)
def test_the_older_api_says_where_they_are(server: RunningServer, method: str, path: str) -> None:
    """403 with AWS's own sentence for those that it moved, whether this version has the operation or not (BEHAVIOUR.md 4)."""
    answer = answer_to(server, method, f"/chime{path}")

    assert (answer.status, answer.headers["x-amzn-errortype"]) == (403, "ForbiddenException")
    assert json.loads(answer.body) == {"Code": "Forbidden", "Message": MOVED}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/meetings", 404),
        ("GET", "/", 404),
        ("GET", "/voice-connectors/", 404),
        ("POST", "/voice-connectors/x?operation=none", 404),
        ("PATCH", "/voice-connectors", 404),
        ("PUT", "/phone-numbers", 405),
    ],
)
def test_what_neither_api_has_is_unknown(server: RunningServer, method: str, path: str, status: int) -> None:
    """As before."""
    answer = answer_to(server, method, f"/chime{path}")

    assert (answer.status, answer.headers["x-amzn-errortype"]) == (status, "UnknownOperationException")
