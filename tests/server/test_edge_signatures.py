"""Who is let in at the door: unsigned, mis-signed, replayed and expired requests as bytes on a socket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec
import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from running import ACCOUNT, RunningServer
from server import raw
from server.raw import HOST, TARGET

MISSING = "MissingAuthenticationTokenException"
INCOMPLETE = "IncompleteSignatureException"
INVALID = "InvalidSignatureException"
UNRECOGNIZED = "UnrecognizedClientException"

UNSIGNED = raw.head("POST", TARGET, [("Host", HOST), ("Content-Length", "15")]) + b'{"Name":"Desk"}'


def ago(**span: float) -> datetime:
    """Return the moment so long ago, in UTC."""
    return datetime.now(UTC) - timedelta(**span)


def authorized(value: str) -> bytes:
    """Return an update with this Authorization header."""
    return UNSIGNED.replace(b"\r\n\r\n", f"\r\nAuthorization: {value}\r\n\r\n".encode(), 1)


def presigned(expires_seconds: int, method: str = "GET") -> bytes:
    """Return a request with its signature in the target."""
    request = AWSRequest(method=method, url=f"http://{HOST}{TARGET}")
    SigV4QueryAuth(Credentials(ACCOUNT, "test"), "chime", "us-east-1", expires=expires_seconds).add_auth(request)
    url = urlsplit(request.url)
    return raw.head(method, f"{url.path}?{url.query}", [("Host", HOST)])


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "no signature": (lambda: UNSIGNED, MISSING),
    "an empty Authorization": (lambda: authorized(""), INCOMPLETE),
    "a password": (lambda: authorized("Basic dGVzdDp0ZXN0"), INCOMPLETE),
    "a token": (lambda: authorized("Bearer dGVzdA"), INCOMPLETE),
    "another algorithm": (lambda: authorized("AWS4-HMAC-SHA512 Credential=a/b/c/d/e"), INCOMPLETE),
    "an algorithm alone": (lambda: authorized("AWS4-HMAC-SHA256"), INCOMPLETE),
    "thirty kilobytes of commas": (lambda: authorized("AWS4-HMAC-SHA256 " + "," * 30_000), INCOMPLETE),
    "an Authorization beyond ASCII": (lambda: authorized("AWS4-HMAC-SHA256 Credential=é"), INCOMPLETE),
    "a wrong secret": (lambda: raw.update(key=(ACCOUNT, "wrong")), INVALID),
    "an unknown key": (lambda: raw.update(key=("AKIAUNKNOWN", "test")), UNRECOGNIZED),
    "a key id that is a statement": (lambda: raw.update(key=("x'OR'1'='1", "test")), INCOMPLETE),
    "another body": (lambda: raw.update(b'{"Name":"Desk"}').replace(b"Desk", b"Evil"), INVALID),
    "another target": (lambda: raw.update().replace(b"%2B12065550100", b"%2B12065550101"), INVALID),
    "another method": (lambda: raw.get().replace(b"GET", b"DELETE", 1), INVALID),
    "another host": (lambda: raw.update().replace(b"Host: dialbook.test", b"Host: chime.test"), INVALID),
    "another query": (lambda: raw.update().replace(b" HTTP", b"?operation=restore HTTP", 1), INVALID),
    "another content type": (lambda: raw.update().replace(b"application/json", b"text/plain"), INVALID),
    "a header of AWS's that is not signed": (lambda: raw.update(unsigned=[("X-Amz-Security-Token", "a")]), INVALID),
    "a signed header given once more": (lambda: raw.update(unsigned=[("Content-Type", "text/plain")]), INVALID),
    "a second Authorization": (lambda: raw.update(unsigned=[("Authorization", "AWS4-HMAC-SHA256")]), INCOMPLETE),
    "a second date": (lambda: raw.update(unsigned=[("X-Amz-Date", "20260101T000000Z")]), INCOMPLETE),
    "a signature in capitals": (lambda: in_capitals(raw.update()), INVALID),
    "a replay after five minutes": (lambda: raw.update(at=ago(minutes=5, seconds=2)), INVALID),
    "a replay after a year": (lambda: raw.update(at=ago(days=365)), INVALID),
    "a request from the future": (lambda: raw.update(at=ago(minutes=-6)), INVALID),
    "a presigned request that has expired": (lambda: at(ago(seconds=3), lambda: presigned(1)), INVALID),
    "a presigned request for too long": (lambda: presigned(7 * 24 * 3600 + 1), INCOMPLETE),
    "a presigned request signed again": (
        lambda: presigned(60).replace(b"\r\n\r\n", b"\r\nAuthorization: AWS4-HMAC-SHA256\r\n\r\n"),
        INCOMPLETE,
    ),
}


def in_capitals(request: bytes) -> bytes:
    """Return the request with its signature in capitals."""
    start, mark, rest = request.partition(b"Signature=")
    return start + mark + rest[:64].upper() + rest[64:]


def at(moment: datetime, request_of: Callable[[], bytes]) -> bytes:
    """Return a request as if it had been signed at that moment."""
    with raw.signed_at(moment):
        return request_of()


@pytest.mark.parametrize(("request_of", "kind"), REFUSED.values(), ids=REFUSED.keys())
def test_whoever_does_not_prove_who_they_are_is_turned_away(
    unharmed: RunningServer, request_of: Callable[[], bytes], kind: str
) -> None:
    """The answer is 403 with the kind of error and a sentence, without a value of the request in it."""
    answer = raw.ask(unharmed.port, request_of())

    assert answer is not None
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (403, kind)
    message = msgspec.json.decode(answer.body, type=dict[str, str])["message"]
    assert not any(value in message for value in ("12065550100", "Desk", ACCOUNT))


def test_the_same_request_twice_is_two_requests(standing: RunningServer) -> None:
    """SigV4 has no nonce: within five minutes AWS takes a signed request again, and so do we."""
    request = raw.update()

    assert [raw.status_of(standing.port, request) for _ in range(2)] == [200, 200]


def test_clocks_may_differ_by_less_than_five_minutes(standing: RunningServer) -> None:
    """In both directions."""
    early, late = (raw.get(at=ago(minutes=minutes)) for minutes in (4.8, -4.8))

    assert [raw.status_of(standing.port, request) for request in (early, late)] == [200, 200]


def test_a_presigned_request_is_let_in(standing: RunningServer) -> None:
    """Until it expires."""
    assert raw.status_of(standing.port, presigned(60)) == 200


def test_another_account_sees_no_number(unharmed: RunningServer) -> None:
    """A number of another account does not exist, for reading as for writing."""
    stranger = ("999999999999", "test")

    assert raw.status_of(unharmed.port, raw.get(key=stranger)) == 404
    assert raw.status_of(unharmed.port, raw.update(key=stranger)) == 404
