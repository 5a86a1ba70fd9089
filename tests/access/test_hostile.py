"""Hostile bytes: the answer is always a Denial, and it comes soon."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialbook.access.canonical import fold
from dialbook.access.claim import read_claim
from dialbook.access.denials import Denial, unrecognized
from dialbook.access.keys import development_key
from dialbook.access.signature import Verifier

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

# Pieces of the real thing, so that the fuzz comes past the first check.
PIECES = st.one_of(
    st.sampled_from(
        [
            b"AWS4-HMAC-SHA256",
            b"Credential=",
            b"SignedHeaders=",
            b"Signature=",
            b"test/20260102/us-east-1/chime/aws4_request",
            b"host;x-amz-date",
            b"host",
            b"20260102T030405Z",
            b"Fri, 02 Jan 2026 03:04:05 GMT",
            b"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60",
            b"&X-Amz-Credential=test/20260102/us-east-1/chime/aws4_request",
            b"&X-Amz-SignedHeaders=host&X-Amz-Signature=",
            *(bytes([byte]) for byte in b"/, ;=&%+.0\x00\xff"),
        ]
    ),
    st.binary(max_size=6),
)
BYTES = st.lists(PIECES, max_size=10).map(b"".join)
NAMES = st.sampled_from(
    [b"host", b"authorization", b"x-amz-date", b"date", b"x-amz-security-token", b"x-amz-content-sha256", b""]
)
HEADERS = st.lists(st.tuples(NAMES | BYTES, BYTES), max_size=8)
WELL_SIGNED = [
    (b"host", b"h"),
    (b"x-amz-date", b"20260102T030405Z"),
    (
        b"authorization",
        b"AWS4-HMAC-SHA256 Credential=test/20260102/us-east-1/chime/aws4_request,SignedHeaders=host;x-amz-date,Signature=0",
    ),
]


def answer(method: str, path: bytes, query: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> Denial:
    """Verify what must be refused, and give the refusal."""
    try:
        claim = read_claim(method, path, query, fold(headers))
        key = development_key(claim.access_key_id)
        return unrecognized() if key is None else pytest.fail(str(Verifier().prove(claim, key, body, NOW)))
    except Denial as denial:
        return denial


@settings(max_examples=max(600, settings().max_examples))
@given(method=st.text(max_size=5), path=BYTES, query=BYTES, headers=HEADERS, body=st.binary(max_size=9))
def test_any_bytes_are_denied(
    method: str, path: bytes, query: bytes, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    """Whatever arrives is refused with a 403 and a message, and never with another exception."""
    denial = answer(method, path, query, headers, body)
    assert denial.status == 403
    assert denial.message


@settings(max_examples=max(400, settings().max_examples))
@given(method=st.text(max_size=5), path=BYTES, query=BYTES, headers=HEADERS, body=st.binary(max_size=9))
def test_any_bytes_around_a_readable_signature_are_denied(
    method: str, path: bytes, query: bytes, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    """Whatever surrounds an Authorization header that reads well is refused all the same."""
    assert answer(method, path, query, [*headers, *WELL_SIGNED], body).status == 403


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ([*WELL_SIGNED[:2], (b"authorization", b"AWS4-HMAC-SHA256 " + b"," * 1_000_000)], b""),
        ([*WELL_SIGNED[:2], (b"authorization", b"A" * 1_000_000)], b""),
        ([*WELL_SIGNED, *[(b"x-amz-%d" % number, b"") for number in range(10_000)]], b""),
        ([*WELL_SIGNED, *[(b"x-amz-date", b"1")] * 10_000], b""),
        ([*WELL_SIGNED, (b"x", b" " * 1_000_000)], b""),
        (
            [
                *WELL_SIGNED[:2],
                (
                    b"authorization",
                    b"AWS4-HMAC-SHA256 Credential=test/20260102/us-east-1/chime/aws4_request,SignedHeaders="
                    + b";".join(b"h%d" % number for number in range(10_000))
                    + b",Signature=0",
                ),
            ],
            b"",
        ),
        ([WELL_SIGNED[0]], b"X-Amz-Algorithm=" * 100_000),
        ([WELL_SIGNED[0]], b"X-Amz-SignedHeaders=" + b";" * 16_000),
        (WELL_SIGNED, b"&" * 16_384),
        (WELL_SIGNED, b"%41" * 5_000),
    ],
    ids=[
        "commas",
        "megabyte",
        "headers",
        "repeats",
        "spaces",
        "signed",
        "query",
        "semicolons",
        "ampersands",
        "escapes",
    ],
)
@pytest.mark.timeout(5)
def test_floods_are_denied_at_once(headers: list[tuple[bytes, bytes]], query: bytes) -> None:
    """A request that is huge in any direction is refused, and within moments."""
    assert answer("GET", b"/", query, headers, b"").status == 403
