"""Events as they happen, as server-sent events."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from controls.http.client import ask
from controls.http.streaming import Listener
from dialbook.controls.http import streams
from running import ACCOUNT, RunningServer
from server.process import Dialbook

NUMBER = "+12065550100"
OTHER = "210987654321"


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Run a server of its own for each test: its feed begins anew."""
    with RunningServer(controls=True, store_clock=True) as running:
        running.add_number(NUMBER)
        running.add_number("+12065550101", account=OTHER)
        yield running


@pytest.fixture
def rename(server: RunningServer) -> Callable[..., None]:
    """Give the number another name."""

    def rename(name: str, number: str = NUMBER, account: str = ACCOUNT) -> None:
        server.client(account=account).update_phone_number(PhoneNumberId=number, Name=name)

    return rename


def test_a_change_is_sent_as_it_happens(server: RunningServer, rename: Callable[..., None]) -> None:
    """As a record as CloudTrail has them, without the name; nothing from before is sent."""
    with Listener(server.port) as listener:
        assert (listener.status, listener.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        assert listener.headers["cache-control"] == "no-store"
        rename("Reception")
        sent = listener.next()
    assert (sent.data["eventName"], sent.data["recipientAccountId"]) == ("UpdatePhoneNumber", ACCOUNT)
    assert "Reception" not in json.dumps(sent.data)


def test_whoever_comes_back_misses_nothing(server: RunningServer, rename: Callable[..., None]) -> None:
    """The id of the last event says where to go on: the standard has clients send it."""
    with Listener(server.port) as listener:
        rename("First")
        first = listener.next()
    rename("Second")
    rename("Third")
    with Listener(server.port, headers={"Last-Event-ID": str(first.id)}) as listener:
        second, third = listener.next(), listener.next()
    assert [second.data["eventName"], third.data["eventName"]] == ["UpdatePhoneNumber"] * 2
    assert first.id < second.id < third.id
    with Listener(server.port, f"?after={second.id}") as listener:
        assert listener.next() == third


def test_whoever_is_cut_off_before_the_first_event_misses_nothing(
    server: RunningServer, rename: Callable[..., None]
) -> None:
    """The stream begins with the id of where it begins."""
    with Listener(server.port) as listener:
        retry, begins = listener.piece()
    assert retry == "retry: 1000"
    rename("Meanwhile")
    with Listener(server.port, headers={"Last-Event-ID": begins.removeprefix("id: ")}) as listener:
        assert listener.next().data["eventName"] == "UpdatePhoneNumber"


def test_everything_from_the_beginning(server: RunningServer) -> None:
    """The position 0 is before all events."""
    with Listener(server.port, "?after=0") as listener:
        accounts = [listener.next().data["recipientAccountId"] for _ in range(2)]
    assert accounts == [ACCOUNT, OTHER]


def test_the_events_of_one_account(server: RunningServer, rename: Callable[..., None]) -> None:
    """Those of others are left out."""
    with Listener(server.port, f"?account={OTHER}") as listener:
        rename("Mine")
        rename("Theirs", "+12065550101", OTHER)
        assert listener.next().data["recipientAccountId"] == OTHER


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("?after=-1", {}),
        ("?after=x", {}),
        ("?after=1000000000000000000", {}),
        ("?account=me", {}),
        ("?since=1", {}),
        ("", {"Last-Event-ID": "last"}),
        ("", {"Last-Event-ID": "-1"}),
        ("", {"Last-Event-ID": ""}),
    ],
)
def test_a_place_that_is_none(server: RunningServer, query: str, headers: dict[str, str]) -> None:
    """400 with a sentence, not a stream."""
    assert ask(server, "GET", f"/events{query}", headers=headers).refusal[:2] == (400, "BadRequest")


def test_a_silent_stream_says_that_it_is_there(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a comment, which clients pass over."""
    monkeypatch.setattr(streams, "SECONDS_BETWEEN_SIGNS", 0.01)
    with Listener(server.port) as listener:
        listener.piece()
        assert listener.piece() == [": still there"]


def test_there_are_only_so_many_streams(server: RunningServer) -> None:
    """One more is refused with 429, until one of them is closed."""
    with ExitStack() as stack:
        listeners = [stack.enter_context(Listener(server.port)) for _ in range(streams.MOST_STREAMS)]
        assert [listener.status for listener in listeners] == [200] * streams.MOST_STREAMS
        refusal = ask(server, "GET", "/events").refusal
        assert refusal == (429, "TooManyRequests", "A worker has at most 32 event streams open.")
        listeners[0].__exit__()
        while True:  # the server learns of it in its own time
            with Listener(server.port) as again:
                if again.status == 200:
                    break


def test_a_stop_ends_the_streams(tmp_path: Path) -> None:
    """In good order, and at once: the server does not wait for a stream that would go on for ever."""
    with Dialbook(tmp_path, "--controls").serving() as dialbook, Listener(dialbook.port) as listener:
        listener.piece()
        dialbook.signal()
        assert listener.content() == b""
        assert (dialbook.exit_status(), dialbook.complaints()) == (0, [])


def test_an_unmodelled_failure_ends_the_stream(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, and the client may come back."""

    def broken(*_: Any) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr("dialbook.server.feed.event_of", broken)
    with Listener(server.port, "?after=0") as listener:
        assert listener.piece() == ["retry: 1000", "id: 0"]
        assert listener.content() == b""
    assert "an event stream failed" in caplog.text
