"""Clients that are slow, silent, impatient or gone, and what the others notice of them: nothing."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from granian.http import HTTP1Settings

from dialbook.domain.history import Change
from dialbook.server.framing import Limits
from dialbook.server.serve import HTTP1
from running import ACCOUNT, RunningServer
from server import raw
from server.process import KEY, Dialbook
from server.raw import TARGET, Wire
from server.trail import check_trail

BODY = b'{"Name":"Desk"}'


@pytest.fixture(scope="module")
def hasty() -> Iterator[RunningServer]:
    """Run a server that waits a fraction of a second where the real one waits ten."""
    settings = HTTP1Settings(header_read_timeout=300, max_buffer_size=HTTP1.max_buffer_size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dialbook.testing.serving.HTTP1", settings)
        with RunningServer(Limits(body_seconds=0.3, large_bodies=2)) as server:
            server.add_number(raw.NUMBER)
            yield server


SLOW: dict[str, tuple[Callable[[], bytes], bytes, int | None]] = {
    "silence": (lambda: b"", b"", None),
    "half a request line": (lambda: b"GET /phone", b"", None),
    "headers without an end": (lambda: raw.get()[:-2], b"", None),
    "header after header": (lambda: raw.get()[:-2], b"X-Slow: 1\r\n", None),
    "header letter by letter": (lambda: raw.get()[:-2] + b"X-Slow: ", b"a", None),
    "half a body": (lambda: raw.update()[:-5], b"", 408),
    "a body letter by letter": (lambda: raw.update(BODY + b" " * 1000)[:-1000], b" ", 408),
    "half a chunk": (lambda: raw.chunked(b"f\r\n" + BODY[:5]), b"", 408),
    "chunk after chunk": (lambda: raw.chunked(b"f\r\n" + BODY + b"\r\n"), b"1\r\n \r\n", 408),
    "chunks without a last one": (lambda: raw.chunked(b"f\r\n" + BODY + b"\r\n"), b"", 408),
}


@pytest.mark.parametrize(("request_of", "drop", "status"), SLOW.values(), ids=SLOW.keys())
def test_a_slow_request_is_given_up(
    hasty: RunningServer, request_of: Callable[[], bytes], drop: bytes, status: int | None
) -> None:
    """However much of it drips in, the whole has to come in time; then the connection ends, and nothing has changed."""
    before = hasty.number()
    with Wire(hasty.port) as wire:
        answer = wire.send(request_of()).drip(drop).answer()

        assert (None if answer is None else answer.status) == status
        assert wire.is_closed()
    assert hasty.number() == before


def test_an_idle_connection_is_closed(hasty: RunningServer) -> None:
    """One that has been used may be used again for as long as headers may take, and no longer."""
    with Wire(hasty.port) as wire:
        answers = [wire.send(raw.get()).answer() for _ in range(3)]

        assert [answer.status for answer in answers if answer is not None] == [200, 200, 200]
        assert wire.is_closed()


def test_large_bodies_wait_for_each_other_and_small_ones_do_not(hasty: RunningServer) -> None:
    """Memory for bodies is given to a few at a time; whoever keeps it in vain loses it."""
    large = raw.update(b'{"Name":"Large","Padding":"' + b"a" * 100_000 + b'"}')
    with Wire(hasty.port) as first, Wire(hasty.port) as second, Wire(hasty.port) as third:
        for holder in (first, second):
            holder.send(large[:-1])
        third.send(large)

        assert raw.status_of(hasty.port, raw.update(b'{"Name":"Small"}')) == 200
        answers = [wire.answer() for wire in (first, second)]
        assert [answer.status for answer in answers if answer is not None] == [408, 408]
    assert raw.status_of(hasty.port, large) == 200


def test_requests_may_be_sent_before_their_answers_are_read(standing: RunningServer) -> None:
    """Pipelined requests are performed and answered in their order."""
    names = [f"Desk-{n}" for n in range(20)]
    with Wire(standing.port) as wire:
        wire.send(b"".join(raw.update(b'{"Name":"%b"}' % name.encode()) + raw.get() for name in names))
        answers = [wire.answer() for _ in range(2 * len(names))]

    for name, answer in zip([name for name in names for _ in "ab"], answers, strict=True):
        assert answer is not None
        assert f'"Name":"{name}"'.encode() in answer.body


def test_a_refusal_does_not_end_the_connection(unharmed: RunningServer) -> None:
    """Where the request was read to its end, the next one is read."""
    with Wire(unharmed.port) as wire:
        refused = [
            raw.head("GET", TARGET, [("Host", "a")]),
            raw.update(b"{"),
            raw.signed("GET", "/nothing"),
            raw.get(key=(ACCOUNT, "wrong")),
            raw.update(b"{}"),
        ]
        answers = [wire.send(request).answer() for request in [*refused, raw.get()]]

    assert [answer.status for answer in answers if answer is not None] == [403, 400, 404, 403, 400, 200]


def test_a_client_may_leave_while_its_body_comes(unharmed: RunningServer) -> None:
    """Half a body is no update, whether the client says goodbye or not."""
    for leave in (say_goodbye, vanish):
        for request in (
            raw.update()[:-5],
            raw.update()[: -len(BODY)],
            raw.chunked(b"f\r\n" + BODY + b"\r\n"),
            raw.get()[:-2],
        ):
            with Wire(unharmed.port) as wire:
                wire.send(request)
                leave(wire)


def test_a_client_may_leave_before_its_answer(standing: RunningServer) -> None:
    """The update is there whole, with its history, or not at all."""
    names = {f"Gone-{n}" for n in range(40)}
    for n, name in enumerate(sorted(names)):
        with Wire(standing.port) as wire:
            wire.send(raw.update(b'{"Name":"%b"}' % name.encode()))
            (say_goodbye if n % 2 else vanish)(wire)
    assert raw.status_of(standing.port, raw.update(b'{"Name":"Here"}')) == 200

    number = standing.number()
    assert number is not None
    assert number.name in {"Here"} | names
    check_trail(number, standing.store(lambda tx: tx.page(Change, {"account": ACCOUNT}, None, 10_000)))


def test_a_client_that_does_not_read_stops_nobody(standing: RunningServer) -> None:
    """Its answers wait for it alone, and are all there when it reads at last."""
    count = 3000
    with Wire(standing.port) as wire:
        wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.socket.settimeout(0.5)
        requests = memoryview(raw.get() * count)
        sent = send_what_is_taken(wire, requests)

        assert raw.status_of(standing.port, raw.get()) == 200

        wire.socket.settimeout(raw.PATIENCE_SECONDS)
        # With a window of one packet each could wait for TCP's probe of it: the rest took a minute at times, on a busy machine.
        wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024 * 1024)
        complete = sent // (len(requests) // count)
        assert all(answer is not None and answer.status == 200 for answer in (wire.answer() for _ in range(complete)))


def test_two_hundred_silent_connections_stop_nobody(tmp_path: Path) -> None:
    """Nor do as many that have begun a request."""
    with Dialbook(tmp_path).serving() as dialbook, contextlib.ExitStack() as silent:
        for n in range(200):
            wire = silent.enter_context(Wire(dialbook.port))
            wire.send((b"", b"GET / HTTP/1.1\r\nHost: a\r\n", raw.update(key=KEY)[:-1])[n % 3])

        assert [raw.status_of(dialbook.port, raw.update(key=KEY)) for _ in range(20)] == [200] * 20
        assert "Traceback" not in dialbook.errors()


def send_what_is_taken(wire: Wire, data: memoryview) -> int:
    """Send until the server takes no more, and return how many bytes it took."""
    sent = 0
    with contextlib.suppress(TimeoutError):
        while sent < len(data):
            sent += wire.socket.send(data[sent:])
    return sent


def say_goodbye(wire: Wire) -> None:
    """Close the connection in order."""
    wire.socket.close()


def vanish(wire: Wire) -> None:
    """Break the connection off (RST)."""
    wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.socket.close()
