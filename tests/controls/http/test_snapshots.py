"""Snapshots and resets over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from controls.http.client import ask
from dialbook.controls.archive import LIMITS
from running import ACCOUNT, RunningServer
from server import raw
from server.raw import Wire

GZIP = {"Content-Type": "application/gzip"}
NUMBER = "+12065550100"
OTHER = "210987654321"
NAME = "A snapshot's name must be 1 to 64 letters, digits and the signs -._."
UNKNOWN = (404, "NotFound", "The snapshot does not exist.")


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Run a server of its own for each test, with a number of each of two accounts."""
    with RunningServer(controls=True, store_clock=True) as running:
        running.add_number(NUMBER, name="Before")
        running.add_number("+12065550101", account=OTHER)
        yield running


def take(server: RunningServer, name: str = "before") -> dict[str, Any]:
    """Take a snapshot."""
    answer = ask(server, "POST", "/snapshots", {"Name": name})
    assert answer.status == 201
    taken: dict[str, Any] = answer.json
    return taken


def state(server: RunningServer) -> Any:
    """Return what must not change when something is refused: the numbers, the clock but for its running, and the snapshots."""
    clock = ask(server, "GET", "/clock").json
    return (
        server.number(NUMBER),
        server.number("+12065550101", OTHER),
        clock["Frozen"],
        round(clock["AheadSeconds"]),
        ask(server, "GET", "/snapshots").json,
    )


def test_a_snapshot_is_taken_and_restored(server: RunningServer) -> None:
    """The numbers and the clock are as they were, for unmodified clients."""
    taken = take(server)
    assert taken["Name"] == "before"
    client = server.client()
    client.update_phone_number(PhoneNumberId=NUMBER, Name="After")
    ask(server, "POST", "/clock/advance", {"Duration": "72h"})

    assert ask(server, "POST", "/snapshots/before/restore").status == 204

    assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Name"] == "Before"
    assert ask(server, "GET", "/clock").json["AheadSeconds"] == 0
    assert ask(server, "GET", "/snapshots").json == {"Snapshots": [taken]}


def test_a_snapshot_goes_from_one_server_to_another(server: RunningServer) -> None:
    """As a file."""
    take(server)
    download = ask(server, "GET", "/snapshots/before")
    assert (download.status, download.headers["content-type"]) == (200, "application/gzip")
    assert download.headers["content-disposition"] == 'attachment; filename="before.dialbook.gz"'
    with RunningServer(controls=True, store_clock=True) as other:
        upload = ask(other, "PUT", "/snapshots/from-elsewhere", content=download.content, headers=GZIP)
        assert (upload.status, upload.json["Name"]) == (200, "from-elsewhere")
        assert other.number(NUMBER) is None
        assert ask(other, "POST", "/snapshots/from-elsewhere/restore").status == 204
        assert other.number(NUMBER) == server.number(NUMBER)


def test_a_snapshot_is_removed(server: RunningServer) -> None:
    """And then there is none."""
    take(server)
    assert ask(server, "DELETE", "/snapshots/before").status == 204
    assert ask(server, "GET", "/snapshots").json == {"Snapshots": []}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/snapshots/none"), ("DELETE", "/snapshots/none"), ("POST", "/snapshots/none/restore")],
)
def test_a_snapshot_that_is_not_there(server: RunningServer, method: str, path: str) -> None:
    """404, and the state stays."""
    before = state(server)
    assert ask(server, method, path).refusal == UNKNOWN
    assert state(server) == before


@pytest.mark.parametrize("name", ["", "a b", "ä", "a" * 65, "../etc", "+12065550100"])
def test_a_name_that_is_none(server: RunningServer, name: str) -> None:
    """400, without the name."""
    before = state(server)
    assert ask(server, "POST", "/snapshots", {"Name": name}).refusal == (400, "BadRequest", NAME)
    assert state(server) == before


BAD: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no gzip": lambda _: b"no gzip",
    "the beginning of a gzip": lambda good: good[:4],
    "half of it": lambda good: good[: len(good) // 2],
    "all but its end": lambda good: good[:-1],
    "one altered byte": lambda good: good[:-8] + bytes([good[-8] ^ 1]) + good[-7:],
    "two in one": lambda good: good + good,
}


@pytest.mark.parametrize("kind", BAD)
def test_a_malformed_snapshot_is_not_kept(server: RunningServer, kind: str) -> None:
    """400, and the state stays."""
    take(server)
    good = ask(server, "GET", "/snapshots/before").content
    before = state(server)
    answer = ask(server, "PUT", "/snapshots/bad", content=BAD[kind](good), headers=GZIP)
    assert answer.refusal[:2] == (400, "BadRequest")
    assert state(server) == before


@pytest.mark.parametrize("media", ["application/octet-stream", "application/json", "application/x-www-form-urlencoded"])
def test_an_upload_says_what_it_is(server: RunningServer, media: str) -> None:
    """415 for another type: a page of another site cannot say this one."""
    answer = ask(server, "PUT", "/snapshots/bad", content=b"x", headers={"Content-Type": media})
    assert answer.refusal == (415, "UnsupportedMediaType", "Content-Type must be application/gzip.")


def upload(length: int, body: bytes = b"") -> bytes:
    """Return an upload that declares a length, and so much of its body."""
    headers = [("Host", "localhost"), *GZIP.items(), ("Content-Length", str(length))]
    return raw.head("PUT", "/_dialbook/snapshots/bad", headers) + body


@pytest.mark.parametrize("length", [LIMITS.content_bytes + 1, 1_000_000_000, 10**17])
def test_too_large_an_upload_is_refused_before_it_is_read(server: RunningServer, length: int) -> None:
    """413 as soon as its length is known, with what is allowed, and nothing more on this connection."""
    before = state(server)
    with Wire(server.port) as wire:
        answer = wire.send(upload(length, b"x" * 1000)).answer()
        assert answer is not None
        assert answer.status == 413
        assert str(LIMITS.content_bytes).encode() in answer.body
        assert wire.is_closed()
    assert state(server) == before


def test_a_truncated_upload_is_not_kept(server: RunningServer) -> None:
    """Whether the client goes away or only stops to send: nothing is stored, and the place is free for the next one."""
    take(server)
    good = ask(server, "GET", "/snapshots/before").content
    before = state(server)
    for _ in range(3):
        with Wire(server.port) as wire:
            answer = wire.send(upload(len(good) + 1, good)).end().answer()
            assert answer is None or answer.status == 400
        with Wire(server.port) as wire:
            wire.send(upload(len(good) + 1, good))
    assert state(server) == before
    assert ask(server, "PUT", "/snapshots/good", content=good, headers=GZIP).status == 200


def test_everything_is_reset(server: RunningServer) -> None:
    """But for the snapshots that are kept."""
    taken = take(server)
    ask(server, "POST", "/clock/advance", {"Duration": "72h"})
    server.client().get_phone_number(PhoneNumberId=NUMBER)
    assert ask(server, "POST", "/reset").status == 204
    assert state(server) == (None, None, False, 0, {"Snapshots": [taken]})
    assert ask(server, "GET", "/calls").json == {"Calls": []}


def test_one_account_is_reset(server: RunningServer) -> None:
    """The others keep what they have."""
    other = server.number("+12065550101", OTHER)
    assert ask(server, "POST", "/reset", {"Account": ACCOUNT}).status == 204
    assert (server.number(NUMBER), server.number("+12065550101", OTHER)) == (None, other)


@pytest.mark.parametrize("body", [{"Account": "me"}, {"Account": "1" * 13}, {"Account": 1}, {"Accounts": ACCOUNT}, []])
def test_an_account_that_is_none(server: RunningServer, body: Any) -> None:
    """400, and nothing is reset."""
    before = state(server)
    assert ask(server, "POST", "/reset", body).refusal[:2] == (400, "BadRequest")
    assert state(server) == before
