"""Requests of every operation made of almost the right things: a typed request comes of them, or a 4xx that tells nothing of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import msgspec
import msgspec.inspect as shapes
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.contract import chime, voice
from dialbook.contract.model import Operation
from dialbook.protocol.decode import decode, gather
from dialbook.protocol.faults import Fault
from dialbook.protocol.route import Match, Router
from dialbook.protocol.uri import path_segments, query_parameters

OPERATIONS = [*voice.CONTRACT.operations.values(), *chime.CONTRACT.operations.values()]
ROUTERS = {
    id(operation): Router(contract)
    for contract in (voice.CONTRACT, chime.CONTRACT)
    for operation in contract.operations.values()
}

MARKER = "MaRkEr"
DIGITS = 918273645
WRONG = st.sampled_from(
    [
        MARKER,
        f" {MARKER}\n",
        f"x - at `$.{MARKER}`",
        MARKER * 20_000,
        "",
        "\0",
        "\x01",
        "é",
        "٣",
        "\ud800",
        DIGITS,
        -DIGITS,
        DIGITS * 10**300,
        10**400,
        DIGITS + 0.5,
        float("nan"),
        float("inf"),
        True,
        None,
    ]
)
ANYTHING = st.recursive(
    WRONG,
    lambda values: (
        st.lists(values, max_size=3) | st.dictionaries(st.sampled_from([MARKER, "Name"]), values, max_size=3)
    ),
    max_leaves=5,
)


def almost(shape: Any) -> st.SearchStrategy[Any]:
    """Make values that a shape mostly allows, with something wrong now and then."""
    return st.one_of(right(shape), right(shape), right(shape), ANYTHING)


def right(shape: Any) -> st.SearchStrategy[Any]:
    """Make values of a shape; what is within them is almost right."""
    makers: dict[type, Callable[[Any], st.SearchStrategy[Any]]] = {
        shapes.StructType: lambda struct: st.fixed_dictionaries(
            {field.encode_name: almost(field.type) for field in struct.fields if field.required},
            optional={field.encode_name: almost(field.type) for field in struct.fields if not field.required},
        ),
        shapes.Metadata: lambda marked: right(marked.type),
        shapes.UnionType: lambda union: st.one_of(*map(right, union.types)),
        shapes.ListType: lambda items: st.lists(almost(items.item_type), min_size=items.min_length or 0, max_size=3),
        shapes.DictType: lambda entries: st.dictionaries(st.just(MARKER), almost(entries.value_type), max_size=2),
        shapes.LiteralType: lambda enum: st.sampled_from(enum.values),
        shapes.IntType: lambda number: st.integers(number.ge, number.le),
        shapes.BoolType: lambda _: st.booleans(),
        shapes.NoneType: lambda _: st.none(),
        shapes.StrType: texts,
    }
    return makers[type(shape)](shape)


def texts(shape: Any) -> st.SearchStrategy[str]:
    """Make texts that fit a pattern, or any where there is none."""
    return st.from_regex(shape.pattern) if shape.pattern else st.just(MARKER)


MEMBERS = {id(operation): right(shapes.type_info(operation.request)) for operation in OPERATIONS}


def sent(operation: Operation, members: dict[str, Any]) -> tuple[bytes, bytes, bytes]:
    """Put members into path, query and body, as a client would that checks nothing."""
    path = "/".join(escaped(members.get(part[1:-1])) if part.startswith("{") else part for part in operation.path)
    pairs = [*operation.literal_query]
    pairs += [(part.name, members[part.member]) for part in operation.query if part.member in members]
    query = "&".join(f"{name}={escaped(value)}" for name, value in pairs)
    body = json.dumps({name: members[name] for name in operation.body if name in members})
    return f"/{path}".encode(), query.encode(), body.encode()


def escaped(value: Any) -> str:
    """Write a value of any type into a URI."""
    return quote(value if isinstance(value, str) else json.dumps(value), safe="", errors="surrogatepass")


def assert_request_or_silent_fault(operation: Operation, answer: Callable[[], msgspec.Struct]) -> None:
    """Ask for an answer, which must be the operation's request or a 4xx without any of the values."""
    try:
        outcome: msgspec.Struct | Fault = answer()
    except Fault as fault:
        outcome = fault
    if isinstance(outcome, Fault):
        assert 400 <= outcome.status < 500
        assert not re.search(f"{MARKER}|{DIGITS}", outcome.message)
    else:
        assert type(outcome) is operation.request


@pytest.mark.fuzz
@given(st.data())
def test_no_value_is_ever_repeated(data: st.DataObject) -> None:
    """Whatever the members hold, decoding returns the operation's request or raises a 4xx without any of the values."""
    operation = data.draw(st.sampled_from(OPERATIONS))
    path, query, body = sent(operation, data.draw(MEMBERS[id(operation)]))

    def answer() -> msgspec.Struct:
        parameters = query_parameters(query)
        match = ROUTERS[id(operation)].match(operation.method, path_segments(path), parameters)
        return decode(gather(match, parameters, b"application/json", body), match.operation.request)

    assert_request_or_silent_fault(operation, answer)


@pytest.mark.fuzz
@given(
    operation=st.sampled_from(OPERATIONS),
    labels=st.text() | st.just(MARKER),
    query=st.text() | st.just(MARKER),
    body=st.binary() | ANYTHING.map(lambda value: json.dumps(value).encode()),
    content_type=st.sampled_from([None, b"application/json", b"text/plain"]) | st.binary(max_size=20),
)
def test_whatever_comes_is_answered(
    operation: Operation, labels: str, query: str, body: bytes, content_type: bytes | None
) -> None:
    """Any text in every label and parameter, and any bytes as the body, make a request or a 4xx."""
    match = Match(operation, {part[1:-1]: labels for part in operation.path if part.startswith("{")})
    parameters = {parameter.name: query for parameter in operation.query}
    assert_request_or_silent_fault(
        operation, lambda: decode(gather(match, parameters, content_type, body), operation.request)
    )


def test_the_requests_tried_come_through_and_are_refused() -> None:
    """The values are near enough to right, and far enough from it: the operation that has the deepest request sees both."""
    operation = voice.CONTRACT.operations["PutVoiceConnectorOrigination"]
    seen: set[bool] = set()

    @given(MEMBERS[id(operation)])
    def attempt(members: dict[str, Any]) -> None:
        try:
            match = Match(operation, {"VoiceConnectorId": "a" * 21})
            decode(gather(match, {}, None, sent(operation, members)[2]), operation.request)
            seen.add(True)
        except Fault:
            seen.add(False)

    attempt()
    assert seen == {True, False}
