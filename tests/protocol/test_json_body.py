"""The bytes of a body that must be one JSON object."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.protocol.decode import json_object
from dialbook.protocol.faults import Fault

INVALID = "The request body must be valid JSON in UTF-8, not nested too deeply."
NO_OBJECT = "The request body must be a JSON object."
TWICE = "The request body must not hold a key twice."
NUL = "The request body must not hold NUL characters."

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text("abc"), values, max_size=3),
)


def nested(depth: int, innermost: bytes = b"") -> bytes:
    """Return an object with lists in lists."""
    return b'{"Name":' + b"[" * depth + innermost + b"]" * depth + b"}"


def refusal_of(body: bytes) -> str:
    """Read a body that is refused with 400, and give the sentence."""
    with pytest.raises(Fault) as fault:
        json_object(body)
    assert (fault.value.status, fault.value.type_name) == (400, "BadRequestException")
    return fault.value.message


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (b"{}", {}),
        (b' \t\r\n{ "Name" : "x" } \n', {"Name": "x"}),
        (b'{"a":null,"b":[true,false],"c":{"d":1.5}}', {"a": None, "b": [True, False], "c": {"d": 1.5}}),
        (rb'{"Name":"\u00e9\ud83d\ude00\n\/"}', {"Name": "é😀\n/"}),
        ('{"Näme":"é😀\u2028\x7f"}'.encode(), {"Näme": "é😀\u2028\x7f"}),
        (b'{"a":1,"b":{"a":1}}', {"a": 1, "b": {"a": 1}}),
        (b'{"a":[' + b"[]," * 500 + b"{}]}", {"a": [[]] * 500 + [{}]}),
        (b'{"a":1' + b"0" * 400 + b"}", {"a": 10**400}),
        (b'{"Name":"' + b"a" * 1_000_000 + b'"}', {"Name": "a" * 1_000_000}),
    ],
)
def test_one_json_object_is_read(body: bytes, document: dict[str, Any]) -> None:
    """Whitespace around it, escapes, other scripts, large numbers and long texts are all JSON."""
    assert json_object(body) == document


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b" ", id="nothing but a space"),
        pytest.param(b"{", id="an object that does not end"),
        pytest.param(b'{"Name":"x', id="a text that does not end"),
        pytest.param(b"{} x", id="something behind it"),
        pytest.param(b"{}{}", id="two objects"),
        pytest.param(b'{"Name":"x",}', id="a trailing comma"),
        pytest.param(b"{'Name':'x'}", id="single quotes"),
        pytest.param(b'{Name:"x"}', id="a key without quotes"),
        pytest.param(b'{/* no */"Name":"x"}', id="a comment"),
        pytest.param(b'{"a":NaN}', id="NaN"),
        pytest.param(b'{"a":Infinity}', id="Infinity"),
        pytest.param(b'{"a":-Infinity}', id="minus Infinity"),
        pytest.param(b'{"a":1e999}', id="a number beyond any float"),
        pytest.param(b'{"a":1' + b"0" * 5000 + b"}", id="an integer of 5000 digits"),
        pytest.param(b'{"a":1' + b"0" * 1_000_000 + b"}", id="an integer of a million digits"),
        pytest.param(b'{"a":01}', id="a leading zero"),
        pytest.param(b'{"a":+1}', id="a leading plus"),
        pytest.param(b'{"a":0x1}', id="a hexadecimal number"),
        pytest.param(b'{"a":.5}', id="a number without its zero"),
        pytest.param(b'{"Name":"a\tb"}', id="a raw tab"),
        pytest.param(b'{"Name":"a\nb"}', id="a raw newline"),
        pytest.param(b'{"Name":"\x01"}', id="a raw control character"),
        pytest.param(b'{"Name":"\0"}', id="a raw NUL"),
        pytest.param(b"\0", id="nothing but a NUL"),
        pytest.param(b"{}\0", id="a NUL behind it"),
        pytest.param(rb'{"Name":"\x41"}', id="an escape that JSON does not have"),
        pytest.param(rb'{"Name":"\u00g0"}', id="a broken escape"),
        pytest.param(rb'{"Name":"\ud800"}', id="half a pair of surrogates"),
        pytest.param(rb'{"Name":"\udc00\ud800"}', id="a pair of surrogates the wrong way round"),
        pytest.param(rb'{"\ud800":"x"}', id="half a pair of surrogates in a key"),
        pytest.param(b'{"Name":"\xed\xa0\x80"}', id="a surrogate in UTF-8"),
        pytest.param(b'{"Name":"\xff"}', id="no UTF-8"),
        pytest.param(b'{"Name":"\xc0\xaf"}', id="overlong UTF-8"),
        pytest.param(b'{"Name":"\xc3', id="half a character"),
        pytest.param(b"\xef\xbb\xbf{}", id="a byte order mark"),
        pytest.param("{}".encode("utf-16"), id="UTF-16"),
        pytest.param("{}".encode("utf-32-be"), id="UTF-32"),
        pytest.param(b"[" * 100_000, id="lists that do not end"),
        pytest.param(b'{"a":' * 100_000, id="objects that do not end"),
        pytest.param(nested(100_000), id="lists in lists"),
        pytest.param(nested(100), id="lists in a hundred lists"),
        pytest.param(b'{"a":' * 100 + b"{}" + b"}" * 100, id="objects in a hundred objects"),
        pytest.param(b'{"a":1,"b":[' + b"[]," * 500 + nested(98) + b"]}", id="one deep among many"),
        pytest.param(b'{"a":' * 100_000 + b"{}" + b"}" * 100_000, id="objects in objects"),
    ],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    """In one sentence for all of it, that repeats none of it."""
    assert refusal_of(body) == INVALID


def test_a_hundred_levels_are_read() -> None:
    """No operation knows as many, and whatever walks through them later bears them."""
    document: Any = []
    for _ in range(98):
        document = [document]

    assert json_object(nested(99)) == {"Name": document}
    json_object(nested(99, b"1"))
    json_object(b'{"a":1,"b":[' + b"[]," * 500 + nested(97, b"1") + b"]}")


@pytest.mark.parametrize("body", [b"null", b"[]", b'"x"', b"1", b"true", b'[{"Name":"x"}]'])
def test_json_that_is_no_object_is_refused(body: bytes) -> None:
    """A request's members have names."""
    assert refusal_of(body) == NO_OBJECT


@pytest.mark.parametrize(
    "body",
    [
        b'{"Name":"a","Name":"b"}',
        b'{"Name":"a","Name":"a"}',
        b'{"Name":null,"Name":"b"}',
        rb'{"Name":"a","N\u0061me":"b"}',
        b'{"x":{"Name":1,"Name":2}}',
        b'{"x":[1,[{"y":{"a":1,"a":2}}]]}',
        b'{"x":1,"y":2,"x":{}}',
        b'[{"a":1,"a":2}]',
        nested(90, b'{"a":1,"a":2}'),
    ],
)
def test_a_key_given_twice_is_refused(body: bytes) -> None:
    """At any depth and in any spelling: two readers may keep different ones."""
    assert refusal_of(body) == TWICE


@given(st.lists(st.tuples(st.text("a:", max_size=2), st.text('a":', max_size=3) | st.integers()), max_size=4))
def test_exactly_a_key_given_twice_is_refused(members: list[tuple[str, str | int]]) -> None:
    """Colons in keys and values hide none, and make none."""
    body = ", ".join(f"{json.dumps(name)} : {json.dumps(value)}" for name, value in members).join("{}").encode()
    if len(dict(members)) < len(members):
        assert refusal_of(body) == TWICE
    else:
        assert json_object(body) == dict(members)


@pytest.mark.parametrize(
    "body",
    [
        rb'{"Name":"\u0000"}',
        rb'{"Name":"a\u0000b"}',
        rb'{"\u0000":"x"}',
        rb'{"x":{"y":[1,{"z":"\u0000"}]}}',
        rb'{"x":[{"\u0000":1}]}',
        nested(90, rb'"\u0000"'),
    ],
)
def test_an_escaped_nul_is_refused(body: bytes) -> None:
    """In a key as in a value, and at any depth: no store keeps it faithfully."""
    assert refusal_of(body) == NUL


@pytest.mark.parametrize("depth", range(300, 6000, 300))
def test_a_nul_is_found_as_deep_as_json_is_read(depth: int) -> None:
    """What is nested too deeply to be read is refused as such, and there is nothing in between."""
    assert refusal_of(nested(depth, rb'"\u0000"')) in {NUL, INVALID}


def test_what_looks_like_an_escaped_nul_is_none() -> None:
    """A backslash that is itself escaped begins no escape."""
    assert json_object(rb'{"Name":"\\u0000"}') == {"Name": r"\u0000"}


@given(st.dictionaries(st.text("abc"), JSON))
def test_what_was_written_is_read(document: dict[str, Any]) -> None:
    """Any JSON object comes back as it was."""
    assert json_object(json.dumps(document).encode()) == document


@pytest.mark.fuzz
@given(
    st.binary()
    | st.lists(
        st.sampled_from([b"{", b"}", b"[", b"]", b'"', b":", b",", b'"a":1', rb"\u0000", rb"\ud800", b"1e9", b"\xff"])
    ).map(b"".join)
)
def test_any_bytes_are_an_object_or_refused(body: bytes) -> None:
    """Whatever is sent is read as one object or answered 400 with one of four sentences."""
    try:
        outcome: Any = json_object(body)
    except Fault as fault:
        outcome = (fault.status, fault.message)
    if isinstance(outcome, dict):
        assert outcome == json.loads(body)
    else:
        assert outcome in {(400, INVALID), (400, NO_OBJECT), (400, TWICE), (400, NUL)}
