"""What stands in a body: everything that is not an update of one detail."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from dialbook.server.framing import Limits
from running import RunningServer
from server import raw
from server.raw import Wire

LIMIT = Limits().body_bytes

BAD_BODIES: dict[str, bytes] = {
    "nothing": b"",
    "a blank": b" ",
    "half an object": b'{"Name":"Desk"',
    "an object and more": b'{"Name":"Desk"}{',
    "two objects": b'{"Name":"Desk"}{"Name":"Desk"}',
    "single quotes": b"{'Name':'Desk'}",
    "a comma too many": b'{"Name":"Desk",}',
    "a comment": b'{"Name":"Desk"/**/}',
    "a form": b"Name=Desk",
    "null": b"null",
    "a list": b'[{"Name":"Desk"}]',
    "a text": b'"Name"',
    "a number": b"1",
    "no detail": b"{}",
    "an unknown member alone": b'{"Nickname":"Desk"}',
    "a member in lower case": b'{"name":"Desk"}',
    "two details": b'{"Name":"Desk","ProductType":"VoiceConnector"}',
    "a null": b'{"Name":null}',
    "a number for a name": b'{"Name":1}',
    "a boolean for a name": b'{"Name":true}',
    "a list for a name": b'{"Name":["Desk"]}',
    "an object for a name": b'{"Name":{"Name":"Desk"}}',
    "a product type that is none": b'{"ProductType":"Desk"}',
    "a product type in lower case": b'{"ProductType":"voiceconnector"}',
    "a calling name that is too long": b'{"CallingName":"Sixteen letters!"}',
    "a name that is too long": b'{"Name":"' + b"a" * 257 + b'"}',
    "a name of a megabyte": b'{"Name":"' + b"a" * (LIMIT - 11) + b'"}',
    "a name that a pattern backtracks on": b'{"Name":"' + b"a " * 127 + b'!"}',
    "a name with markup": b'{"Name":"<b>Desk</b>"}',
    "a name with a line end behind": b'{"Name":"Desk\\n"}',
    "a key twice": b'{"Name":"Desk","Name":"Desk"}',
    "a key twice in disguise": b'{"Name":"Desk","N\\u0061me":"Desk"}',
    "a key twice, deep down": b'{"Name":"Desk","Other":[{"a":1,"a":2}]}',
    "a NUL": b'{"Name":"De\0sk"}',
    "an escaped NUL": b'{"Name":"De\\u0000sk"}',
    "a NUL in a key": b'{"Name":"Desk","\\u0000":1}',
    "a control character": b'{"Name":"De\x01sk"}',
    "an escaped control character": b'{"Name":"De\\u0001sk"}',
    "a lone high surrogate": b'{"Name":"\\ud83d"}',
    "a lone low surrogate": b'{"Name":"\\ude00"}',
    "surrogates in the wrong order": b'{"Name":"\\ude00\\ud83d"}',
    "a lone surrogate in a key": b'{"Name":"Desk","\\ud83d":1}',
    "a surrogate as UTF-8": b'{"Name":"\xed\xa0\xbd"}',
    "an emoji": '{"Name":"☎️"}'.encode(),
    "half a character": b'{"Name":"\xe2\x98"}',
    "an overlong character": b'{"Name":"\xc1\x81"}',
    "a byte that is not UTF-8 in what is ignored": b'{"Name":"Desk","Other":"\xff"}',
    "a byte order mark": b'\xef\xbb\xbf{"Name":"Desk"}',
    "UTF-16": '{"Name":"Desk"}'.encode("utf-16"),
    "UTF-32": '{"Name":"Desk"}'.encode("utf-32"),
    "not a number": b'{"Name":"Desk","Other":NaN}',
    "infinity": b'{"Name":"Desk","Other":Infinity}',
    "a number beyond all floats": b'{"Name":"Desk","Other":1e999}',
    "an exponent of many digits": b'{"Name":"Desk","Other":1e' + b"9" * 100_000 + b"}",
    "an integer of many digits": b'{"Name":"Desk","Other":' + b"9" * 100_000 + b"}",
    "half a million lists": b"[" * (LIMIT // 2) + b"]" * (LIMIT // 2),
    "lists without an end": b"[" * LIMIT,
    "objects within objects": b'{"a":' * 150_000 + b"1" + b"}" * 150_000,
    "lists within what is ignored": b'{"Name":"Desk","Other":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a hundred thousand keys, one twice": b'{"Name":"Desk"'
    + b"".join(b',"%d":1' % (n // 2) for n in range(100_000))
    + b"}",
    "bytes of all kinds": bytes(range(256)) * 100,
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
def test_a_bad_body_is_a_bad_request(unharmed: RunningServer, body: bytes) -> None:
    """The answer is the modelled error with a sentence, and no part of the body is in it."""
    answer = raw.ask(unharmed.port, raw.update(body))

    assert answer is not None
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "BadRequestException")
    error = msgspec.json.decode(answer.body, type=dict[str, str])
    assert error["Code"] == "BadRequest"
    assert "Desk" not in error["Message"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "", "\xa0", ";", "*/*"]
)
def test_another_content_type_is_refused(unharmed: RunningServer, kind: str) -> None:
    """rest-json is JSON, and says so."""
    assert raw.status_of(unharmed.port, raw.update(headers={}, unsigned=[("Content-Type", kind)])) == 415


def test_a_compressed_body_is_refused(unharmed: RunningServer) -> None:
    """No encoding of content is known, so a small body can never grow."""
    gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xabV\xf2K\xccMU\xb2RrI-\xceV\xaa\x05\0\x8c\xf1\xf6\xa4\x0f\0\0\0"

    assert raw.status_of(unharmed.port, raw.update(gzip, unsigned=[("Content-Encoding", "gzip")])) == 400


@pytest.mark.parametrize(
    "body", [b'{"Name":"Desk","Other":{"Deep":[1,2,{"er":null}]}}', b' {\n"Name"\t:\r"\\u0044esk" } ']
)
def test_unknown_members_and_blanks_are_ignored(standing: RunningServer, body: bytes) -> None:
    """A client that is newer than the server is served (BEHAVIOUR.md, R13)."""
    assert raw.status_of(standing.port, raw.update(body)) == 200


def test_a_body_of_exactly_the_limit_is_read(standing: RunningServer) -> None:
    """One byte more is refused, as the next test shows."""
    assert raw.status_of(standing.port, raw.update(sized(LIMIT))) == 200


@pytest.mark.parametrize("size", [LIMIT + 1, 2 * LIMIT, 5 * LIMIT])
def test_a_body_over_the_limit_is_refused(unharmed: RunningServer, size: int) -> None:
    """It is not read, so the connection cannot go on."""
    with Wire(unharmed.port) as wire:
        answer = wire.send(raw.update(sized(size))).answer()

        assert answer is not None
        assert (answer.status, answer.headers["connection"]) == (413, "close")
        assert wire.is_closed()


@pytest.mark.parametrize("size", ["104857600", "9223372036854775807", "18446744073709551613"])
def test_a_huge_body_is_refused_before_it_is_sent(unharmed: RunningServer, size: str) -> None:
    """Its declared length is enough."""
    request = raw.update(b"{").replace(b"Content-Length: 1", f"Content-Length: {size}".encode())

    assert raw.status_of(unharmed.port, request) == 413


def test_a_huge_body_is_not_even_asked_for(unharmed: RunningServer) -> None:
    """Who waits for "100 Continue" hears 413 instead."""
    request = raw.update(b"{", unsigned=[("Expect", "100-continue")])

    assert raw.status_of(unharmed.port, request.replace(b"Content-Length: 1", b"Content-Length: 104857600")) == 413


@pytest.mark.parametrize("chunk", [1000, 65_536])
def test_chunks_over_the_limit_are_refused(unharmed: RunningServer, chunk: int) -> None:
    """They are counted as they come."""
    one = b"%x\r\n" % chunk + b" " * chunk + b"\r\n"

    assert raw.status_of(unharmed.port, raw.chunked(one * (LIMIT // chunk + 1), b"0\r\n\r\n")) == 413


def test_a_body_in_crumbs_is_refused(unharmed: RunningServer) -> None:
    """A chunk costs the server more than its bytes, so their number has a limit too."""
    assert raw.status_of(unharmed.port, raw.chunked(b"1\r\n \r\n" * LIMIT, b"0\r\n\r\n")) == 400


def test_a_body_is_waited_for_when_the_client_asks(standing: RunningServer) -> None:
    """RFC 9110, 10.1.1: "100 Continue" comes before the body."""
    request = raw.update(unsigned=[("Expect", "100-continue")])
    with Wire(standing.port) as wire:
        interim = wire.send(request[:-15]).answer()
        final = wire.send(request[-15:]).answer()

    assert interim is not None
    assert interim.status == 100
    assert final is not None
    assert final.status == 200


READS: dict[str, Callable[[bytes], bytes]] = {
    "with a length": lambda body: raw.signed("GET", raw.TARGET, body),
    "in chunks": lambda body: (
        raw.signed("GET", raw.TARGET, body, framed=False, unsigned=[("Transfer-Encoding", "chunked")]).replace(
            b"\r\n\r\n", b"\r\n\r\n%x\r\n" % len(body), 1
        )
        + b"\r\n0\r\n\r\n"
    ),
}


@pytest.mark.parametrize("request_of", READS.values(), ids=READS.keys())
def test_a_read_with_a_body_is_a_read(unharmed: RunningServer, request_of: Callable[[bytes], bytes]) -> None:
    """A body where none belongs is signed like any, ignored, and not taken for the next request."""
    smuggled = raw.update(b'{"Name":"Smuggled"}')
    with Wire(unharmed.port) as wire:
        answers = [wire.send(request).answer() for request in (request_of(smuggled), raw.get())]

    assert [answer.status for answer in answers if answer is not None] == [200, 200]


def sized(size: int) -> bytes:
    """Return a good update of so many bytes."""
    start, end = b'{"Name":"Desk","Padding":"', b'"}'
    return start + b"a" * (size - len(start) - len(end)) + end
