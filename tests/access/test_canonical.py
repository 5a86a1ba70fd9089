"""The canonical forms, against AWS's rules and against botocore's own."""

from __future__ import annotations

import pytest
from botocore.auth import SigV4Auth
from hypothesis import given, settings
from hypothesis import strategies as st

from dialbook.access.canonical import (
    canonical_form,
    canonical_path,
    canonical_query,
    canonical_values,
    fold,
    query_pairs,
)

BOTOCORE = SigV4Auth(None, "chime", "us-east-1")


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        (b"/phone-numbers/%2B12065550100", b"/phone-numbers/%252B12065550100"),
        (b"/phone-numbers/+1206", b"/phone-numbers/%2B1206"),
        (b"/", b"/"),
        (b"", b"/"),
        (b"//a///b//", b"/a/b/"),
        (b"/a/./b/../c", b"/a/c"),
        (b"/../../a", b"/a"),
        (b"/a/..", b"/"),
        (b"/.hidden", b"/.hidden"),
        (b"/%2e%2E/a", b"/%252e%252E/a"),
        (b"*", b"%2A"),
        (b"\xff\x00 /", b"%FF%00%20/"),
    ],
)
def test_a_path_is_normalised_and_encoded_once_more(raw: bytes, canonical: bytes) -> None:
    """Dot segments and double slashes go, and every byte outside the unreserved ones and the slash is encoded."""
    assert canonical_path(raw) == canonical


@settings(max_examples=max(500, settings().max_examples))
@given(
    st.text(alphabet=st.one_of(st.sampled_from("/.%2B~ +aé"), st.characters(exclude_categories=["Cs"])), max_size=24)
)
def test_paths_are_botocores(path: str) -> None:
    """Any text makes the canonical path that botocore signs."""
    assert canonical_path(path.encode()).decode() == BOTOCORE._normalize_url_path(path)


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        (b"", b""),
        (b"b=2&a=1", b"a=1&b=2"),
        (b"a=2&a=1&a", b"a=&a=1&a=2"),
        (b"A=1&a=2&B=3", b"A=1&B=3&a=2"),
        (b"a&b=", b"a=&b="),
        (b"&&a=1&", b"a=1"),
        (b"=x", b"=x"),
        (b"a=b=c", b"a=b%3Dc"),
        (b"a=%2b&b=%2B", b"a=%2B&b=%2B"),
        (b"a=b+c", b"a=b%2Bc"),
        (b"a=%20", b"a=%20"),
        (b"a=%zz%4&%", b"%25=&a=%25zz%254"),
        (b"a=\xe1\x88\xb4\x00", b"a=%E1%88%B4%00"),
        (b"%61=%7E%41", b"a=~A"),
        (b"a-=1&a=2", b"a=2&a-=1"),
    ],
)
def test_a_query_is_encoded_and_sorted(raw: bytes, canonical: bytes) -> None:
    """Names and values are decoded, encoded by AWS's rule, and sorted by encoded name and then value."""
    assert canonical_query(query_pairs(raw)) == canonical


@settings(max_examples=max(500, settings().max_examples))
@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=8)), max_size=6))
def test_queries_are_botocores(params: list[tuple[str, str]]) -> None:
    """Any names and values make the canonical query that botocore signs for them."""
    pairs = [(name.encode(), value.encode()) for name, value in params]
    assert canonical_query(pairs).decode() == BOTOCORE._canonical_query_string_params(params)


def test_headers_are_trimmed_folded_and_joined() -> None:
    """Repeated headers are joined with commas as they came, white space is trimmed and inner runs become one space."""
    folded = fold([(b"host", b"a"), (b"x", b" b \t c "), (b"y", b"1"), (b"x", b""), (b"x", b"a,  d")])
    assert canonical_values([b"host", b"x"], folded) == [b"a", b"b c,,a, d"]


def test_a_single_header_is_trimmed_too() -> None:
    """A header that comes once has its white space folded just the same, and one that did not come is a KeyError."""
    folded = fold([(b"x", b'  "a   b"  ')])
    assert canonical_values([b"x"], folded) == [b'"a b"']
    with pytest.raises(KeyError):
        canonical_values([b"y"], folded)


def test_the_form_has_a_place_for_each_part() -> None:
    """All but the method, the path, the query and the values stands in the form, also a per cent sign in a name."""
    form = canonical_form([b"host", b"x-%b"])
    assert form % (b"GET", b"/%252B1", b"", b"a", b"100 %") == b"GET\n/%252B1\n\nhost:a\nx-%b:100 %\n\nhost;x-%b\n"
