"""Where a request begins and ends: every way of lying about it, as bytes on a socket."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from running import RunningServer
from server import raw
from server.raw import Wire

BODY = b'{"Name":"Desk"}'
LENGTH = b"Content-Length: 15"
CHUNK = b"f\r\n" + BODY + b"\r\n"
LAST = b"0\r\n\r\n"

# "A chunked message" is one of RFC 9112, section 7.1.
WELL_FRAMED: dict[str, Callable[[], bytes]] = {
    "one chunk": lambda: raw.chunked(CHUNK, LAST),
    "several chunks": lambda: raw.chunked(b"5\r\n" + BODY[:5] + b"\r\n", b"a\r\n" + BODY[5:] + b"\r\n", LAST),
    "a size in capitals": lambda: raw.chunked(b"F\r\n" + BODY + b"\r\n", LAST),
    "a size with zeros in front": lambda: raw.chunked(b"000f\r\n" + BODY + b"\r\n", LAST),
    "a chunk extension": lambda: raw.chunked(b"f;name=value\r\n" + BODY + b"\r\n", LAST),
    "a trailer": lambda: raw.chunked(CHUNK, b"0\r\nX-Checksum: 1\r\n\r\n"),
    "a coding in capitals": lambda: raw.chunked(CHUNK, LAST, coding="CHUNKED"),
    "a length with zeros in front": lambda: raw.update(BODY).replace(LENGTH, b"Content-Length: 0015"),
    "the same length twice": lambda: raw.update(BODY, unsigned=[("Content-Length", "15")]),
    "the older HTTP": lambda: raw.update(BODY, version="1.0"),
    "an absolute target": lambda: raw.update(BODY).replace(b"POST /", b"POST http://dialbook.test/", 1),
    "bare line feeds": lambda: raw.update(BODY).replace(b"\r\n", b"\n"),
}

BADLY_FRAMED: dict[str, tuple[Callable[[], bytes], int | None]] = {
    "a chunk size that is no number": (lambda: raw.chunked(b"zz\r\n" + BODY + b"\r\n", LAST), 400),
    "a negative chunk size": (lambda: raw.chunked(b"-f\r\n" + BODY + b"\r\n", LAST), 400),
    "a chunk size with a sign": (lambda: raw.chunked(b"+f\r\n" + BODY + b"\r\n", LAST), 400),
    "a chunk size with a prefix": (lambda: raw.chunked(b"0xf\r\n" + BODY + b"\r\n", LAST), 400),
    "a chunk size beyond 64 bits": (lambda: raw.chunked(b"1" + b"0" * 16 + b"f\r\n" + BODY + b"\r\n", LAST), 400),
    "an empty chunk size": (lambda: raw.chunked(b"\r\n" + BODY + b"\r\n", LAST), 400),
    "a chunk longer than its size": (lambda: raw.chunked(b"e\r\n" + BODY + b"\r\n", LAST), 400),
    "a chunk without its line end": (lambda: raw.chunked(b"f\r\n" + BODY + b"XX", LAST), 400),
    "an endless chunk extension": (lambda: raw.chunked(b"f;" + b"a" * 100_000 + b"\r\n" + BODY + b"\r\n", LAST), 400),
    "an endless trailer": (lambda: raw.chunked(CHUNK, b"0\r\nX-A: " + b"a" * 100_000 + b"\r\n\r\n"), 400),
    "a coding that we do not know": (lambda: raw.chunked(CHUNK, LAST, coding="gzip"), 400),
    "a coding that we do not know, in chunks": (lambda: raw.chunked(CHUNK, LAST, coding="gzip, chunked"), 400),
    "a coding named twice": (lambda: raw.chunked(CHUNK, LAST, coding="chunked, chunked"), 400),
    "a coding in two headers": (
        lambda: raw.chunked(CHUNK, LAST, coding="chunked\r\nTransfer-Encoding: chunked"),
        400,
    ),
    "no coding": (lambda: raw.chunked(CHUNK, LAST, coding="identity"), 400),
    "almost chunked": (lambda: raw.chunked(CHUNK, LAST, coding="xchunked"), 400),
    "chunks in the older HTTP": (lambda: raw.chunked(CHUNK, LAST).replace(b"HTTP/1.1", b"HTTP/1.0", 1), 400),
    "a negative length": (lambda: raw.update(BODY).replace(LENGTH, b"Content-Length: -15"), 400),
    "a length with a sign": (lambda: raw.update(BODY).replace(LENGTH, b"Content-Length: +15"), 400),
    "a length in hexadecimal": (lambda: raw.update(BODY).replace(LENGTH, b"Content-Length: 0xf"), 400),
    "a length in other digits": (lambda: raw.update(BODY).replace(LENGTH, "Content-Length: １５".encode()), 400),
    "an empty length": (lambda: raw.update(BODY).replace(LENGTH, b"Content-Length:"), 400),
    "a length beyond 64 bits": (lambda: raw.update(BODY).replace(LENGTH, b"Content-Length: 1" + b"0" * 20), 400),
    "a list of lengths": (lambda: raw.update(BODY).replace(LENGTH, b"Content-Length: 15, 15"), 400),
    "two lengths, the longer one last": (lambda: raw.update(BODY, unsigned=[("Content-Length", "14")]), 400),
    "two lengths, the shorter one last": (lambda: raw.update(BODY + b" ", unsigned=[("Content-Length", "15")]), 400),
    "a header folded over two lines": (lambda: raw.get(unsigned=[("X-Folded", "a\r\n b")]), 400),
    "a space before the colon": (lambda: raw.get(unsigned=[("X-Spaced ", "a")]), 400),
    "a header without a name": (lambda: raw.get(unsigned=[("", "a")]), 400),
    "a header line without a colon": (lambda: raw.get().replace(b"\r\n\r\n", b"\r\nnonsense\r\n\r\n"), 400),
    "a NUL in a header": (lambda: raw.get(unsigned=[("X-Nul", "a\0b")]), 400),
    "a control character in a header": (lambda: raw.get(unsigned=[("X-Control", "a\x01b")]), 400),
    "a bare carriage return": (lambda: raw.get(unsigned=[("X-Bare", "a\rb")]), 400),
    "no Host": (lambda: raw.get().replace(b"Host: dialbook.test\r\n", b""), 400),
    "an empty Host": (lambda: raw.get().replace(b"Host: dialbook.test", b"Host:"), 400),
    "two Hosts": (lambda: raw.get(unsigned=[("Host", "elsewhere.test")]), 400),
    "the same Host twice": (lambda: raw.get(unsigned=[("Host", "dialbook.test")]), 400),
    "the oldest HTTP": (lambda: b"GET " + raw.TARGET.encode() + b"\r\n", 400),
    "a newer HTTP": (lambda: raw.get(version="2.0"), 400),
    "an HTTP that is none": (lambda: raw.get().replace(b"HTTP/1.1", b"HTP/1.1", 1), 400),
    "HTTP/2 with prior knowledge": (lambda: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0", None),
    "a TLS handshake": (lambda: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64, 400),
    "NUL bytes": (lambda: b"\0" * 4096, 400),
    "a flood of headers": (lambda: raw.get(unsigned=[(f"X-{n}", "a") for n in range(500)]), 431),
    "one header more than allowed": (lambda: raw.get(unsigned=[(f"X-{n}", "a") for n in range(98)]), 431),
    "headers of many bytes": (lambda: raw.get(unsigned=[(f"X-{n}", "a" * 4000) for n in range(10)]), 431),
    "a header of one megabyte": (lambda: raw.get(unsigned=[("X-Large", "a" * 1_000_000)]), 431),
    "a header name of one megabyte": (lambda: raw.get(unsigned=[("X-" + "a" * 1_000_000, "a")]), 431),
    "a method of one megabyte": (lambda: b"G" * 1_000_000 + b" / HTTP/1.1\r\nHost: a\r\n\r\n", 431),
}


@pytest.mark.parametrize("request_of", WELL_FRAMED.values(), ids=WELL_FRAMED.keys())
def test_a_body_is_read_however_it_is_framed(standing: RunningServer, request_of: Callable[[], bytes]) -> None:
    """What HTTP allows is understood."""
    answer = raw.ask(standing.port, request_of())

    assert answer is not None
    assert answer.status == 200
    assert b'"Name":"Desk"' in answer.body


@pytest.mark.parametrize(("request_of", "status"), BADLY_FRAMED.values(), ids=BADLY_FRAMED.keys())
def test_a_badly_framed_request_is_refused_with_what_follows_it(
    unharmed: RunningServer, request_of: Callable[[], bytes], status: int | None
) -> None:
    """The connection ends after the answer, so that nothing can be smuggled in behind."""
    with Wire(unharmed.port) as wire:
        answer = wire.send(request_of() + raw.update(b'{"Name":"Smuggled"}')).answer()

        assert (None if answer is None else answer.status) == status
        assert wire.is_closed()


def test_a_body_longer_than_its_length_is_not_the_one_that_was_signed(unharmed: RunningServer) -> None:
    """What exceeds the length is the beginning of the next request, and no good one."""
    with Wire(unharmed.port) as wire:
        wire.send(raw.update(BODY).replace(LENGTH, b"Content-Length: 14"))

        assert statuses(wire, 2) == [403, 400]
        assert wire.is_closed()


def test_a_body_shorter_than_its_length_is_never_performed(unharmed: RunningServer) -> None:
    """When the client has nothing more to send the answer is 400."""
    with Wire(unharmed.port) as wire:
        wire.send(raw.update(BODY).replace(LENGTH, b"Content-Length: 16")).end()

        assert statuses(wire, 1) == [400]
        assert wire.is_closed()


def test_chunks_without_a_last_one_are_never_performed(unharmed: RunningServer) -> None:
    """A body without its end is not a body, though its JSON is complete."""
    with Wire(unharmed.port) as wire:
        wire.send(raw.chunked(CHUNK)).end()

        assert statuses(wire, 1) == [400]
        assert wire.is_closed()


def test_chunks_come_before_a_length_and_the_connection_ends(standing: RunningServer) -> None:
    """RFC 9112, 6.1: a server may take the chunks where a length stands too, and must close the connection afterwards."""
    with Wire(standing.port) as wire:
        wire.send(raw.chunked(CHUNK, LAST, coding="chunked\r\nContent-Length: 3") + raw.update(b'{"Name":"Smuggled"}'))

        assert statuses(wire, 1) == [200]
        assert wire.is_closed()
    number = standing.number()
    assert number is not None
    assert number.name == "Desk"


def statuses(wire: Wire, count: int) -> list[int]:
    """Return the statuses of the next answers."""
    answers = [wire.answer() for _ in range(count)]
    return [answer.status for answer in answers if answer is not None]
