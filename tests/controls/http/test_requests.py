"""Requests that are out of order, whatever the control."""

from __future__ import annotations

import pytest

from controls.http.client import ask
from running import RunningServer
from server import raw
from server.raw import Wire

LIMIT = 64 * 1024
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("path", ["/nothing", "/clock/", "/clock/advance/2", "/faults/a/b", "//clock", "/CLOCK"])
def test_a_path_that_no_control_has(server: RunningServer, path: str) -> None:
    """404, with where to look."""
    message = "There is no such control: GET /_dialbook/ lists them."
    assert ask(server, "GET", path).refusal == (404, "NotFound", message)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/clock/advance", "POST"),
        ("HEAD", "/clock", None),
        ("DELETE", "/clock", "GET"),
        ("PATCH", "/calls", "GET, DELETE"),
        ("BREW", "/clock", "GET"),
    ],
)
def test_a_method_that_the_path_has_not(server: RunningServer, method: str, path: str, allowed: str | None) -> None:
    """405, with those that it has."""
    answer = ask(server, method, path)
    assert answer.status == 405
    assert allowed is None or answer.headers["allow"] == allowed


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "The request body must be valid JSON in UTF-8, not nested too deeply."),
        (b'{"Duration":"1s"', "The request body must be valid JSON in UTF-8, not nested too deeply."),
        (b"[" * 60_000, "The request body must be valid JSON in UTF-8, not nested too deeply."),
        (b'{"Duration":"\xff"}', "The request body must be valid JSON in UTF-8, not nested too deeply."),
        (b"[]", "The request body must be a JSON object."),
        (b"null", "The request body must be a JSON object."),
        (b'{"Duration":"1s","Duration":"1s"}', "The request body must not hold a key twice."),
        (b'{"Duration":"1s\\u0000"}', "The request body must not hold NUL characters."),
        (b'{"x` - at `$.foo":1}', None),
        (b'{"+12065550100":1}', None),
    ],
)
def test_a_body_that_is_no_request(server: RunningServer, content: bytes, message: str | None) -> None:
    """400 with one sentence, without a number in it."""
    status, code, said = ask(server, "POST", "/clock/advance", content=content, headers=JSON).refusal
    assert (status, code) == (400, "BadRequest")
    assert message in {said, None}
    assert "2065550100" not in said


@pytest.mark.parametrize("query", ["?limit=0", "?limit=1001", "?limit=x", "?account=1", "?until=1", "?limit=1&limit=2"])
def test_a_query_that_the_control_has_not(server: RunningServer, query: str) -> None:
    """400, whether the parameter is unknown, wrong or given twice."""
    assert ask(server, "GET", f"/calls{query}").refusal[:2] == (400, "BadRequest")


def test_a_query_where_there_is_none(server: RunningServer) -> None:
    """It is refused, for whoever wrote it expects something of it."""
    answer = ask(server, "POST", "/clock/freeze?Duration=1s")
    assert answer.refusal == (400, "BadRequest", "The request must have no query.")
    assert ask(server, "GET", "/clock").json["Frozen"] is False


@pytest.mark.parametrize("length", [LIMIT + 1, 1_000_000_000])
def test_too_large_a_body_is_refused_before_it_is_read(server: RunningServer, length: int) -> None:
    """413 as soon as its length is known, and nothing more on this connection."""
    headers = [("Host", "localhost"), *JSON.items(), ("Content-Length", str(length))]
    with Wire(server.port) as wire:
        answer = wire.send(raw.head("POST", "/_dialbook/clock/advance", headers)).answer()
        assert answer is not None
        assert answer.status == 413
        assert wire.is_closed()


def test_a_body_in_chunks_is_cut_off_at_the_limit(server: RunningServer) -> None:
    """Without a length in front it is read until it is too large."""
    headers = [("Host", "localhost"), *JSON.items(), ("Transfer-Encoding", "chunked")]
    with Wire(server.port) as wire:
        chunk = b"%x\r\n%b\r\n" % (LIMIT + 1, b" " * (LIMIT + 1))
        answer = wire.send(raw.head("POST", "/_dialbook/clock/advance", headers) + chunk).answer()
        assert answer is not None
        assert answer.status == 413


def test_a_request_without_a_host_is_refused(server: RunningServer) -> None:
    """As everywhere on this server, but by the guard."""
    with Wire(server.port) as wire:
        answer = wire.send(raw.head("GET", "/_dialbook/clock", [])).answer()
        assert answer is not None
        assert answer.status in {400, 403}
