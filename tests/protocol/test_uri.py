"""Segments of the path and parameters of the query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialbook.protocol.faults import Fault
from dialbook.protocol.uri import path_segments, query_parameters

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


def message_of(read: Callable[[bytes], object], raw: bytes) -> str:
    """Read what is refused with 400, and give the sentence."""
    with pytest.raises(Fault) as fault:
        read(raw)
    assert (fault.value.status, fault.value.type_name, fault.value.code) == (400, "BadRequestException", "BadRequest")
    return fault.value.message


@pytest.mark.parametrize(
    ("path", "segments"),
    [
        (b"/", [""]),
        (b"/phone-numbers", ["phone-numbers"]),
        (b"/phone-numbers/", ["phone-numbers", ""]),
        (b"/phone-numbers/+12065550100", ["phone-numbers", "+12065550100"]),
        (b"/phone-numbers/%2B12065550100", ["phone-numbers", "+12065550100"]),
        (b"/phone-numbers/%2b12065550100", ["phone-numbers", "+12065550100"]),
        (b"/phone-numbers/%252B12065550100", ["phone-numbers", "%2B12065550100"]),
        (b"/phone%2Dnumbers/%20", ["phone-numbers", " "]),
        (b"/a+b%20c", ["a+b c"]),
        (b"/a%2Fb/c", ["a/b", "c"]),
        (b"/%2E%2E/%2e", ["..", "."]),
        (b"/...", ["..."]),
        ("/é".encode(), ["é"]),
        (b"/%C3%A9", ["é"]),
    ],
)
def test_a_path_is_split_and_decoded_once(path: bytes, segments: list[str]) -> None:
    """An escaped slash does not split, a plus stays one, and what is escaped twice stays escaped once."""
    assert path_segments(path) == tuple(segments)


@pytest.mark.parametrize(
    "path",
    [
        b"",
        b"phone-numbers",
        b"*",
        b"//",
        b"//phone-numbers",
        b"/phone-numbers//x",
        b"/phone-numbers//",
        b"/./phone-numbers",
        b"/phone-numbers/.",
        b"/phone-numbers/..",
        b"/../phone-numbers",
        b"http://localhost/phone-numbers",
    ],
)
def test_a_path_that_could_be_normalised_is_refused(path: bytes) -> None:
    """Two readers of such a path can mean two resources by it; none is guessed."""
    assert message_of(path_segments, path) == "The path must start with a slash and hold no empty and no dot segments."


BROKEN = [
    (b"%", "must be validly percent-encoded."),
    (b"%2", "must be validly percent-encoded."),
    (b"%zz", "must be validly percent-encoded."),
    (b"%2g", "must be validly percent-encoded."),
    (b"%%32B", "must be validly percent-encoded."),
    (b"100%", "must be validly percent-encoded."),
    (b"%C3", "must be percent-encoded UTF-8."),
    (b"%C0%AF", "must be percent-encoded UTF-8."),
    (b"%ED%A0%80", "must be percent-encoded UTF-8."),
    (b"%FF", "must be percent-encoded UTF-8."),
    (b"\xff", "must be percent-encoded UTF-8."),
    (b"%00", "must not hold NUL characters."),
    (b"a\0b", "must not hold NUL characters."),
]


@pytest.mark.parametrize(("raw", "rule"), BROKEN)
def test_a_broken_escape_is_refused(raw: bytes, rule: str) -> None:
    """In the path as in the query, in a name as in a value: half an escape, no UTF-8, or a NUL."""
    assert message_of(path_segments, b"/phone-numbers/" + raw) == f"The path {rule}"
    assert message_of(path_segments, b"/" + raw + b"/x") == f"The path {rule}"
    assert message_of(query_parameters, b"filter-value=" + raw) == f"The query string {rule}"
    assert message_of(query_parameters, raw + b"=x") == f"The query string {rule}"


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (b"", {}),
        (b"&", {}),
        (b"operation", {"operation": ""}),
        (b"operation=", {"operation": ""}),
        (b"operation=restore", {"operation": "restore"}),
        (b"&a=1&&b=2&", {"a": "1", "b": "2"}),
        (b"a=1=2", {"a": "1=2"}),
        (b"a=1?b", {"a": "1?b"}),
        (b"a=b+c", {"a": "b+c"}),
        (b"a=%2B1%202%26", {"a": "+1 2&"}),
        (b"a%20b+c=d+e%20f", {"a b+c": "d+e f"}),
        (b"%61=%2525", {"a": "%25"}),
        (b"=x", {"": "x"}),
        (b"a;b=c", {"a;b": "c"}),
        ("a=é".encode(), {"a": "é"}),
    ],
)
def test_a_query_is_split_and_decoded_once(query: bytes, parameters: dict[str, str]) -> None:
    """A plus stays one: it is no space here."""
    assert query_parameters(query) == parameters


@pytest.mark.parametrize("query", [b"a=1&a=2", b"a=1&a=1", b"a&a", b"a=1&%61=2", b"operation=x&b=1&operation=y"])
def test_a_parameter_given_twice_is_refused(query: bytes) -> None:
    """However it is spelt: which one counts is not guessed."""
    assert message_of(query_parameters, query) == "The query string must not hold a parameter twice."


@given(st.lists(TEXTS.filter(lambda text: text not in ("", ".", "..")), min_size=1, max_size=4))
def test_escaped_segments_come_back(segments: list[str]) -> None:
    """Whatever text a client escapes arrives as it was."""
    path = b"".join(b"/" + quote_from_bytes(text.encode(), safe="").encode() for text in segments)
    assert path_segments(path) == tuple(segments)


@given(st.dictionaries(TEXTS, TEXTS, max_size=4))
def test_escaped_parameters_come_back(parameters: dict[str, str]) -> None:
    """Whatever names and values a client escapes arrive as they were."""
    pairs = [
        f"{quote_from_bytes(name.encode(), safe='')}={quote_from_bytes(value.encode(), safe='')}"
        for name, value in parameters.items()
    ]
    assert query_parameters("&".join(pairs).encode()) == parameters


@pytest.mark.fuzz
@given(
    st.binary() | st.lists(st.sampled_from([b"/", b".", b"%", b"2F", b"%00", b"&", b"=", b"a", b"\xc3"])).map(b"".join)
)
@example(b"/" * 20_000)
@example(b"/" + b"%" * 20_000)
@example(b"/" + b"%2e" * 20_000)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Nothing comes of hostile bytes but texts without NUL, or a 400 that does not repeat them."""
    for read in (path_segments, query_parameters):
        status = 200
        found: Iterable[str] = ()
        try:
            found = read(raw)
        except Fault as fault:
            status = fault.status
        assert status in (200, 400)
        assert "\0" not in "".join(found)
        assert status == 400 or read is query_parameters or raw.startswith(b"/")
