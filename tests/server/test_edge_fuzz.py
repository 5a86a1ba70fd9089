"""Generated requests: whatever comes, the server answers or closes, stands, and stores nothing that was not signed for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import quote

import msgspec
import pytest
from granian.http import HTTP1Settings
from hypothesis import example, given
from hypothesis import strategies as st

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.server.framing import Limits
from dialbook.server.serve import HTTP1
from running import ACCOUNT, RunningServer
from server import raw
from server.raw import TARGET, Wire
from server.trail import check_trail

pytestmark = pytest.mark.fuzz

NAME = re.compile(r"|[a-zA-Z0-9,._-]+(\s+[a-zA-Z0-9,._-]+)*")


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[RunningServer]:
    """Run a server that gives up soon on what never comes; at the end the record has the history that leads to it."""
    settings = HTTP1Settings(header_read_timeout=200, max_buffer_size=HTTP1.max_buffer_size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dialbook.testing.serving.HTTP1", settings)
        with RunningServer(Limits(body_seconds=0.2)) as server:
            server.add_number(raw.NUMBER)
            yield server
            changes = server.store(lambda tx: tx.page(Change, {"account": ACCOUNT}, None, 1_000_000))
            check_trail(the_number(server), changes)


def the_number(server: RunningServer) -> PhoneNumber:
    """Return the record that is fuzzed."""
    number = server.number()
    assert number is not None
    return number


def check_answers(server: RunningServer, request: bytes) -> None:
    """Send the request and assert that nothing but answers to a client's mistakes come back, and that the server stands."""
    with Wire(server.port) as wire:
        answers = wire.send(request).answers()
    for answer in answers:
        assert answer.status < 500 or answer.status == 501, answer
        if answer.body and answer.status >= 400:
            assert isinstance(json.loads(answer.body), dict)
    assert raw.status_of(server.port, raw.get()) == 200


# A change of bytes: where (as a part of the whole), how many are taken away, and what is put there.
Change_ = tuple[float, int, bytes]
changes_of_bytes = st.tuples(
    st.floats(0, 1),
    st.integers(0, 40),
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from(
            [b"\r\n", b"\r\n\r\n", b"\n", b"\0", b":", b" ", b"%", b"0\r\n\r\n", b"chunked", b"\xff", b"-", b"{"]
        ),
    ),
)
changes_of_lines = st.tuples(st.sampled_from(["swap", "double", "drop"]), st.integers(0, 8), st.integers(0, 8))
LAST = [("Connection", "close")]
BASES: tuple[Callable[[], bytes], ...] = (
    lambda: raw.get(unsigned=LAST),
    lambda: raw.update(unsigned=LAST),
    lambda: raw.chunked(b"5\r\n", b'{"Nam\r\na\r\ne":"Desk"}\r\n', b"0\r\n\r\n", coding="chunked\r\nConnection: close"),
    lambda: raw.update(unsigned=[("Expect", "100-continue"), *LAST]),
    lambda: raw.get() + raw.update(unsigned=LAST),
)


@given(st.sampled_from(BASES), st.lists(changes_of_bytes, max_size=3), st.lists(changes_of_lines, max_size=3))
@example(BASES[1], [], [("double", 1, 0)])
@example(BASES[1], [], [("drop", 1, 0)])
def test_a_damaged_request_does_no_damage(
    fuzzed: RunningServer,
    base: Callable[[], bytes],
    bytes_changed: list[Change_],
    lines_changed: list[tuple[str, int, int]],
) -> None:
    """Bytes and lines of a good request are moved, doubled, lost and made up: at most what was signed is performed."""
    before = the_number(fuzzed)
    request = base()
    for change in lines_changed:
        request = with_lines_changed(request, *change)
    for where, length, put in bytes_changed:
        start = int(where * len(request))
        request = request[:start] + put + request[start + length :]

    check_answers(fuzzed, request)

    after = the_number(fuzzed)
    assert after.name in {before.name, "Desk"}
    assert msgspec.structs.replace(after, name=None, updated_at=before.updated_at) == msgspec.structs.replace(
        before, name=None
    )


def with_lines_changed(request: bytes, how: str, first: int, second: int) -> bytes:
    """Swap two lines of a request's head, double one, or drop one."""
    start, mark, body = request.partition(b"\r\n\r\n")
    lines = start.split(b"\r\n")
    one, other = first % len(lines), second % len(lines)
    if how == "swap":
        lines[one], lines[other] = lines[other], lines[one]
    elif how == "double":
        lines.insert(other, lines[one])
    else:
        del lines[one]
    return b"\r\n".join(lines) + mark + body


texts = st.one_of(
    st.text(st.characters(), max_size=20),
    st.text("abcXYZ019 .,_-\t\n", max_size=30),
    st.sampled_from(
        ["VoiceConnector", "SipMediaApplicationDialIn", "BusinessCalling", "Example Corp", "a" * 257, "\0"]
    ),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=8,
)
members = st.sampled_from(["Name", "CallingName", "ProductType", "PhoneNumberId", "name", "", "Name\0"])
documents = st.one_of(st.dictionaries(members, st.one_of(texts, values), max_size=2), values)
bodies = st.one_of(
    documents.map(lambda document: json.dumps(document).encode()),
    documents.map(lambda document: json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")),
    st.binary(max_size=60),
)
segments = st.one_of(
    st.sampled_from(
        ["phone-numbers", "phone-number-orders", "settings", "search", "chime", "voice-connectors", "tags"]
    ),
    st.sampled_from(["%2B12065550100", "+12065550100", "12065550100", "%252B12065550100", "", ".", "..", "%", "%zz"]),
    st.binary(max_size=8).map(quote),
)
targets = st.one_of(st.just(TARGET), st.lists(segments, max_size=4).map(lambda parts: "/" + "/".join(parts)))
parameters = st.tuples(
    st.sampled_from(["operation", "max-results", "next-token", "type", "status", "product-type", "country", "x"]),
    st.one_of(
        st.sampled_from(["restore", "batch-update", "phone-numbers", "1", "-1", "%FF", "a+b"]),
        texts.map(partial(quote, errors="surrogatepass")),
    ),
)
queries = st.lists(parameters, max_size=3).map(lambda pairs: "&".join("=".join(pair) for pair in pairs))
methods = st.sampled_from(["POST", "POST", "POST", "GET", "PUT", "DELETE", "HEAD", "PATCH"])
kinds = st.sampled_from(["application/json", "application/json", "application/json; charset=utf-8", "text/plain", ""])


@given(methods, targets, queries, kinds, bodies)
@example("POST", TARGET, "", "application/json", b'{"Name":""}')
def test_a_strange_request_that_is_signed_is_answered(
    fuzzed: RunningServer, method: str, target: str, query: str, kind: str, body: bytes
) -> None:
    """Behind the door too, every mistake is the client's, and only what the contract allows is stored."""
    if method == "HEAD":
        body = b""
    if query:
        target += "?" + query
    request = raw.signed(
        method,
        target,
        body,
        headers={"Content-Type": kind},
        unsigned=LAST,
        framed=method != "HEAD",
    )

    if method == "HEAD":
        assert raw.status_of(fuzzed.port, request, method) in {400, 403, 404, 405}
    else:
        check_answers(fuzzed, request)

    number = the_number(fuzzed)
    assert NAME.fullmatch(number.name or "")
    assert number.product_type in {"VoiceConnector", "SipMediaApplicationDialIn", "BusinessCalling"}
