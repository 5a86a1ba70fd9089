"""AWS's published example vectors, every intermediate string of them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from dialbook.access.canonical import fold
from dialbook.access.claim import read_claim
from dialbook.access.denials import Denial
from dialbook.access.keys import Key, Secret
from dialbook.access.rules import Rules
from dialbook.access.signature import Verifier, canonical_request, string_to_sign

VECTORS = Path(__file__).parent / "vectors"
CASES = sorted(path.with_suffix("") for path in VECTORS.rglob("*.sreq"))
NOW = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
RULES = Rules(service="service")
KEY = Key(
    access_key_id="AKIDEXAMPLE",
    account="123456789012",
    principal="arn:aws:iam::123456789012:root",
    secret=Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
    takes_any_token=True,
)


class Arrived(NamedTuple):
    """A vector's signed request, taken apart as an HTTP server does."""

    method: str
    path: bytes
    query: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes


def arrived(case: Path) -> Arrived:
    """Read the signed request of a case, with the Authorization header of its .authz file."""
    head, _, body = case.with_suffix(".sreq").read_bytes().partition(b"\n\n")
    first, *lines = head.split(b"\n")
    method, _, target = first.removesuffix(b" HTTP/1.1").partition(b" ")
    path, _, query = target.partition(b"?")
    headers: list[tuple[bytes, bytes]] = []
    for line in lines:
        if line.startswith(b" "):  # a folded line, which an HTTP server joins to the one before
            headers[-1] = (headers[-1][0], headers[-1][1] + b" " + line)
        else:
            name, _, value = line.partition(b":")
            headers.append((name.lower(), value))
    headers = [header for header in headers if header[0] != b"authorization"]
    headers.append((b"authorization", case.with_suffix(".authz").read_bytes()))
    return Arrived(method.decode(), path, query, headers, body)


def without_unsigned_token(case: Path, request: Arrived) -> Arrived:
    """Drop the token that post-sts-header-after adds once it has signed."""
    if case.name != "post-sts-header-after":
        return request
    return request._replace(headers=[h for h in request.headers if h[0] != b"x-amz-security-token"])


def test_the_whole_suite_is_here() -> None:
    """All 34 cases that botocore carries are found."""
    assert len(CASES) == 34


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_string_is_the_published_one(case: Path) -> None:
    """The canonical request and the string to sign are those of the suite, and its signature is accepted."""
    request = without_unsigned_token(case, arrived(case))
    claim = read_claim(request.method, request.path, request.query, fold(request.headers), RULES)
    canonical = canonical_request(claim, hashlib.sha256(request.body).hexdigest().encode())
    assert canonical == case.with_suffix(".creq").read_bytes()
    assert string_to_sign(claim, canonical) == case.with_suffix(".sts").read_bytes()
    assert Verifier(RULES).prove(claim, KEY, request.body, NOW).access_key_id == "AKIDEXAMPLE"


def test_a_token_added_after_signing_is_refused() -> None:
    """A session token that the signature does not cover is refused, though AWS accepts it for some services."""
    request = arrived(VECTORS / "post-sts-token" / "post-sts-header-after" / "post-sts-header-after")
    with pytest.raises(Denial, match="not signed"):
        read_claim(request.method, request.path, request.query, fold(request.headers), RULES)
