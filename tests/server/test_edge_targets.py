"""What stands between the method and the version: every path, query and method that is not one of ours."""

from __future__ import annotations

import pytest

from dialbook.server.framing import Limits
from running import RunningServer
from server import raw
from server.raw import JSON, TARGET, Wire

HEALTH = "/_dialbook/health"

# Signed as they stand, so that more than the door looks at them.
STRANGE_TARGETS = {
    "/": 404,
    "//": 400,
    "/.": 400,
    "/..": 400,
    "/chime": 404,
    "/phone-numbers/": 400,
    "/phone-numbers//": 400,
    "/phone-numbers//%2B12065550100": 400,
    "//phone-numbers/%2B12065550100": 400,
    "/phone-numbers/./%2B12065550100": 400,
    "/phone-numbers/x/../%2B12065550100": 400,
    "/../phone-numbers/%2B12065550100": 400,
    "/phone-numbers/..": 400,
    "/phone-numbers/%2B12065550100/": 404,
    "/phone-numbers/%2B12065550100/%2B12065550100": 404,
    "/phone-numbers%2F%2B12065550100": 404,
    "/PHONE-NUMBERS/%2B12065550100": 404,
    "/phone-numbers/%": 400,
    "/phone-numbers/%2": 400,
    "/phone-numbers/%zz": 400,
    "/phone-numbers/%u002B12065550100": 400,
    "/phone-numbers/%00": 400,
    "/phone-numbers/%2B12065550100%00": 400,
    "/phone-numbers/%FF": 400,
    "/phone-numbers/%C0%AB12065550100": 400,  # an overlong plus
    "/phone-numbers/%ED%A0%80": 400,  # a surrogate
    "/phone-numbers/%20": 400,
    "/phone-numbers/%0A": 400,
    "/phone-numbers/%0D%0AX-Injected:%201": 400,
    "/phone-numbers/%2e%2e": 404,
    "/phone-numbers/%2F": 404,
    "/phone-numbers/+12065550100'--": 404,
    "/phone-numbers/%F0%9F%92%A9": 404,
    "/phone-numbers/" + "%F0%9F%92%A9" * 300: 404,
    "/phone-numbers/" + "1" * 4000: 404,
    "/phone-numbers/" + "1" * 5000: 403,
    "/phone-numbers/" + "1" * 25_000: 414,
    "/phone-numbers/" + "1" * 100_000: 414,
    "/phone-numbers" + "/a" * 2000: 404,
    TARGET + "?operation=nonsense": 404,
    TARGET + "?operation=": 404,
    TARGET + "?operation=restore&operation=restore": 400,
    TARGET + "?operation=%FF": 400,
    TARGET + "?name=%00": 400,
    TARGET + "?name=1&name=2": 400,
    TARGET + "?" + "a" * 20_000: 403,
    TARGET + "?" + "a" * 25_000: 414,
    TARGET + "?" + "&".join(f"{n}=" for n in range(3000)): 403,
}

# Sent as bytes that no client would sign.
UNSIGNABLE_TARGETS: dict[str, tuple[bytes, int]] = {
    "bytes that are not UTF-8": (b"/phone-numbers/\xff\xfe", 400),
    "UTF-8 that is not escaped": ("/phone-numbers/é".encode(), 403),
    "a space": (b"/phone numbers", 400),
    "a tab": (b"/phone\tnumbers", 400),
    "a NUL": (b"/phone-numbers/\0", 400),
    "nothing": (b"", 400),
    "no slash": (b"phone-numbers", 403),
    "the asterisk form": (b"*", 403),
    "the authority form": (b"dialbook.test:80", 403),
    "another scheme": (b"ftp://dialbook.test/phone-numbers/x", 403),
    "an absolute form without a path": (b"http://dialbook.test", 403),
    "an absolute form that is none": (b"http://", 400),
    "a password": (b"http://anna:secret@dialbook.test/phone-numbers/x", 403),
}

STRANGE_METHODS = {
    "HEAD": 405,
    "OPTIONS": 405,
    "TRACE": 405,
    "PATCH": 405,
    "PROPFIND": 405,
    "NONSENSE": 405,
    "X" * 5000: 405,
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("target", "status"), STRANGE_TARGETS.items())
def test_a_strange_target_is_refused(unharmed: RunningServer, target: str, status: int, method: str) -> None:
    """It is never taken for another target, and least of all for a number's."""
    body, headers = (b'{"Name":"Desk"}', JSON) if method == "POST" else (b"", None)

    assert raw.status_of(unharmed.port, raw.signed(method, target, body, headers=headers)) == status


def test_a_fragment_is_no_part_of_the_target(unharmed: RunningServer) -> None:
    """HTTP has no room for one; the parser drops it, as the client's signer has."""
    assert raw.status_of(unharmed.port, raw.signed("GET", TARGET + "#fragment")) == 200
    assert raw.status_of(unharmed.port, raw.signed("GET", "/#" + TARGET)) == 404


@pytest.mark.parametrize(("target", "status"), UNSIGNABLE_TARGETS.values(), ids=UNSIGNABLE_TARGETS.keys())
def test_an_unsignable_target_is_refused(unharmed: RunningServer, target: bytes, status: int) -> None:
    """It comes no further than the parser, or the door."""
    assert raw.status_of(unharmed.port, b"POST " + target + b" HTTP/1.1\r\nHost: dialbook.test\r\n\r\n") == status


@pytest.mark.parametrize(("method", "status"), STRANGE_METHODS.items())
def test_a_strange_method_is_refused(unharmed: RunningServer, method: str, status: int) -> None:
    """A number can be asked for with GET, POST and DELETE alone; a TRACE is not answered with what it holds."""
    answer = raw.ask(unharmed.port, raw.signed(method, TARGET), method)

    assert answer is not None
    assert answer.status == status
    assert b"Signature" not in answer.body


def test_a_method_in_lower_case_is_another_method(unharmed: RunningServer) -> None:
    """RFC 9110, 9.1: methods are case-sensitive; the signature was made for GET."""
    assert raw.status_of(unharmed.port, raw.get().replace(b"GET", b"get", 1)) == 403


def test_nobody_is_connected_elsewhere(unharmed: RunningServer) -> None:
    """CONNECT would make a proxy of the server."""
    assert raw.status_of(unharmed.port, b"CONNECT elsewhere.test:80 HTTP/1.1\r\nHost: elsewhere.test:80\r\n\r\n") == 403


def test_no_protocol_is_switched_to(unharmed: RunningServer) -> None:
    """An Upgrade is not taken up: neither to HTTP/2 nor to WebSocket."""
    for protocol in ("h2c", "websocket"):
        upgrade = raw.get(
            unsigned=[
                ("Connection", "Upgrade"),
                ("Upgrade", protocol),
                ("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA"),
                ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ("Sec-WebSocket-Version", "13"),
            ]
        )
        assert raw.status_of(unharmed.port, upgrade) == 200


@pytest.mark.parametrize("target", [HEALTH, HEALTH + "?from=balancer", "http://elsewhere.test" + HEALTH])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_health_is_told_to_everybody(unharmed: RunningServer, method: str, target: str) -> None:
    """No signature is needed."""
    answer = raw.ask(unharmed.port, raw.head(method, target, [("Host", "any.test")]), method)

    assert answer is not None
    assert answer.status == 200
    assert answer.body == (b"" if method == "HEAD" else b'{"status":"ok"}')


def test_health_is_told_to_old_balancers(unharmed: RunningServer) -> None:
    """HTTP/1.0 has no Host."""
    assert raw.status_of(unharmed.port, raw.head("GET", HEALTH, [], "1.0")) == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "NONSENSE"])
def test_health_is_only_read(unharmed: RunningServer, method: str) -> None:
    """RFC 9110, 15.5.6: a 405 says which methods there are."""
    answer = raw.ask(unharmed.port, raw.head(method, HEALTH, [("Host", "any.test"), ("Content-Length", "2")]) + b"{}")

    assert answer is not None
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "target", [HEALTH + "/", "/_dialbook//health", "/_dialbook/HEALTH", "/_dialbook", "/%5Fdialbook/health"]
)
def test_only_health_is_told_to_everybody(unharmed: RunningServer, target: str) -> None:
    """What merely looks like it needs a signature like everything else."""
    assert raw.status_of(unharmed.port, raw.head("GET", target, [("Host", "any.test")])) == 403


def test_the_longest_target_reaches_the_door(unharmed: RunningServer) -> None:
    """A target of exactly the limit is not refused for its length."""
    longest = "/" + "a" * (Limits().target_bytes - 1)
    with Wire(unharmed.port) as wire:
        answers = [wire.send(raw.head("GET", path, [("Host", "a")])).answer() for path in (longest, longest + "a")]

    assert [answer.status for answer in answers if answer is not None] == [403, 414]
