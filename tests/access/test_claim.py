"""Every way in which a signature cannot be read or does not hang together: type, status and message exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialbook.access.canonical import fold
from dialbook.access.claim import read_claim
from dialbook.access.denials import Denial
from dialbook.access.rules import Rules

if TYPE_CHECKING:
    from access.conftest import Desk

INCOMPLETE = "IncompleteSignatureException"
INVALID = "InvalidSignatureException"

CREDENTIAL = b"AKIDEXAMPLE/20260102/us-east-1/chime/aws4_request"
SIGNATURE = b"0" * 64
DATE = (b"x-amz-date", b"20260102T030405Z")
HOST = (b"host", b"127.0.0.1:8000")


def authorization(
    credential: bytes = CREDENTIAL, signed: bytes = b"host;x-amz-date", signature: bytes = SIGNATURE
) -> tuple[bytes, bytes]:
    """Write an Authorization header."""
    value = b"AWS4-HMAC-SHA256 Credential=%b, SignedHeaders=%b, Signature=%b" % (credential, signed, signature)
    return (b"authorization", value)


def presigned(**changes: bytes | None) -> bytes:
    """Write the query of a presigned URL; a changed parameter of None is left out."""
    parameters: dict[str, bytes | None] = {
        "Algorithm": b"AWS4-HMAC-SHA256",
        "Credential": CREDENTIAL,
        "Signature": SIGNATURE,
        "SignedHeaders": b"host",
        "Date": b"20260102T030405Z",
        "Expires": b"60",
    }
    return b"&".join(
        b"X-Amz-%b=%b" % (name.encode(), value) for name, value in (parameters | changes).items() if value is not None
    )


HEADER_FORM = [
    ("nothing", [HOST, DATE], "MissingAuthenticationTokenException", "Missing Authentication Token"),
    (
        "another scheme",
        [HOST, DATE, (b"authorization", b"Bearer abc")],
        INCOMPLETE,
        "The signing algorithm must be AWS4-HMAC-SHA256.",
    ),
    (
        "sigv4a",
        [HOST, DATE, (b"authorization", b"AWS4-ECDSA-P256-SHA256 Credential=a, SignedHeaders=b, Signature=c")],
        INCOMPLETE,
        "The signing algorithm must be AWS4-HMAC-SHA256.",
    ),
    (
        "no parameters",
        [HOST, DATE, (b"authorization", b"AWS4-HMAC-SHA256")],
        INCOMPLETE,
        (
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
            "Authorization header requires 'SignedHeaders' parameter."
        ),
    ),
    (
        "an empty signature",
        [HOST, DATE, authorization(signature=b"")],
        INCOMPLETE,
        "Authorization header requires 'Signature' parameter.",
    ),
    (
        "a parameter too many",
        [HOST, DATE, authorization(signature=b"0, Extra=1")],
        INCOMPLETE,
        (
            "Authorization header must be 'AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...' with each "
            "parameter once."
        ),
    ),
    (
        "a parameter twice",
        [HOST, DATE, authorization(signature=b"0, Signature=1")],
        INCOMPLETE,
        (
            "Authorization header must be 'AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...' with each "
            "parameter once."
        ),
    ),
    (
        "no date",
        [HOST, authorization()],
        INCOMPLETE,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    ),
    (
        "a malformed date",
        [HOST, (b"x-amz-date", b"2026-01-02T03:04:05Z"), authorization()],
        INCOMPLETE,
        "Date must be in ISO-8601 'basic format', such as 20150830T123600Z.",
    ),
    (
        "two dates",
        [HOST, DATE, DATE, authorization()],
        INCOMPLETE,
        "Date must be in ISO-8601 'basic format', such as 20150830T123600Z.",
    ),
    (
        "a malformed Date header",
        [HOST, (b"date", b"yesterday"), authorization(signed=b"date;host")],
        INCOMPLETE,
        "Date must be in ISO-8601 'basic format', such as 20150830T123600Z.",
    ),
    *[
        (
            f"the credential {credential!r}",
            [HOST, DATE, authorization(credential=credential)],
            INCOMPLETE,
            (
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, and a "
                "well-formed key id and region."
            ),
        )
        for credential in (
            b"AKIDEXAMPLE",
            b"AKIDEXAMPLE/20260102/us-east-1/chime",
            CREDENTIAL + b"/more",
            b"/20260102/us-east-1/chime/aws4_request",
            b"AKID EXAMPLE/20260102/us-east-1/chime/aws4_request",
            b"AKID\x00/20260102/us-east-1/chime/aws4_request",
            b"AKID\xe9/20260102/us-east-1/chime/aws4_request",
            b"A" * 129 + b"/20260102/us-east-1/chime/aws4_request",
            b"AKIDEXAMPLE/20260102//chime/aws4_request",
            b"AKIDEXAMPLE/20260102/us east/chime/aws4_request",
            b"AKIDEXAMPLE/20260102/" + b"r" * 129 + b"/chime/aws4_request",
        )
    ],
    (
        "another service",
        [HOST, DATE, authorization(credential=CREDENTIAL.replace(b"chime", b"s3"))],
        INVALID,
        "Credential should be scoped to correct service: 'chime'.",
    ),
    (
        "another terminator",
        [HOST, DATE, authorization(credential=CREDENTIAL.replace(b"aws4", b"aws5"))],
        INVALID,
        "Credential should be scoped with a valid terminator: 'aws4_request'.",
    ),
    (
        "another day",
        [HOST, DATE, authorization(credential=CREDENTIAL.replace(b"20260102", b"20260101"))],
        INVALID,
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
    ),
    (
        "host not signed",
        [HOST, DATE, authorization(signed=b"x-amz-date")],
        INVALID,
        "'Host' must be a 'SignedHeader' in the AWS Authorization.",
    ),
    (
        "date not signed",
        [HOST, (b"date", b"Fri, 02 Jan 2026 03:04:05 GMT"), authorization(signed=b"host")],
        INVALID,
        "'Date' must be a 'SignedHeader' in the AWS Authorization when there is no 'X-Amz-Date' header.",
    ),
    (
        "x-amz-date not signed",
        [HOST, DATE, authorization(signed=b"host")],
        INVALID,
        "There were headers present in the request which were not signed",
    ),
    (
        "token not signed",
        [HOST, DATE, (b"x-amz-security-token", b"t"), authorization()],
        INVALID,
        "There were headers present in the request which were not signed",
    ),
    (
        "a signed header that did not come",
        [HOST, DATE, authorization(signed=b"content-type;host;x-amz-date")],
        INVALID,
        "A header named in 'SignedHeaders' is missing from the request.",
    ),
    (
        "signed headers in capitals",
        [HOST, DATE, authorization(signed=b"host;X-Amz-Date")],
        INVALID,
        "A header named in 'SignedHeaders' is missing from the request.",
    ),
    (
        "too many signed headers",
        [HOST, DATE, authorization(signed=b"host;x-amz-date" + b";a" * 63)],
        INCOMPLETE,
        "'SignedHeaders' must name at most 64 headers.",
    ),
    (
        "a huge Authorization header",
        [HOST, DATE, authorization(signature=b"0" * 1_000_000)],
        INCOMPLETE,
        "An Authorization header has at most 4096 bytes.",
    ),
    (
        "a huge token",
        [
            HOST,
            DATE,
            (b"x-amz-security-token", b"t" * 8_193),
            authorization(signed=b"host;x-amz-date;x-amz-security-token"),
        ],
        INCOMPLETE,
        "A session token has at most 8192 bytes.",
    ),
]


@pytest.mark.parametrize(
    ("headers", "kind", "message"), [case[1:] for case in HEADER_FORM], ids=[c[0] for c in HEADER_FORM]
)
def test_an_authorization_header_is_refused(headers: list[tuple[bytes, bytes]], kind: str, message: str) -> None:
    """Each malformed or incoherent Authorization header has its own answer."""
    with pytest.raises(Denial) as refused:
        read_claim("GET", b"/phone-numbers", b"", fold(headers))
    assert (refused.value.type, refused.value.status, refused.value.message) == (kind, 403, message)


EXPIRES = "X-Amz-Expires must be a whole number of seconds from 1 to 604800."
PRESIGNED_FORM = [
    (
        "only an algorithm",
        b"X-Amz-Algorithm=AWS4-HMAC-SHA256",
        INCOMPLETE,
        (
            "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include "
            "'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters "
            "must include 'X-Amz-Date'. AWS query-string parameters must include 'X-Amz-Expires'."
        ),
    ),
    (
        "no algorithm",
        presigned(Algorithm=None),
        INCOMPLETE,
        "AWS query-string parameters must include 'X-Amz-Algorithm'.",
    ),
    ("another algorithm", presigned(Algorithm=b"AWS4"), INCOMPLETE, "The signing algorithm must be AWS4-HMAC-SHA256."),
    (
        "a parameter twice",
        presigned() + b"&X-Amz-Date=20260102T030405Z",
        INCOMPLETE,
        "AWS query-string parameters must each be given once.",
    ),
    (
        "a malformed date",
        presigned(Date=b"today"),
        INCOMPLETE,
        "Date must be in ISO-8601 'basic format', such as 20150830T123600Z.",
    ),
    *[
        (f"expires {value!r}", presigned(Expires=value), INCOMPLETE, EXPIRES)
        for value in (b"0", b"-1", b"604801", b"1.5", b"1e3", b"%C2%B2", b"9" * 5000)
    ],
    (
        "host not signed",
        presigned(SignedHeaders=b"x-other"),
        INVALID,
        "'Host' must be a 'SignedHeader' in the AWS Authorization.",
    ),
    (
        "another service",
        presigned(Credential=CREDENTIAL.replace(b"chime", b"sqs")),
        INVALID,
        "Credential should be scoped to correct service: 'chime'.",
    ),
    (
        "another day",
        presigned(Date=b"20260103T000000Z"),
        INVALID,
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
    ),
    (
        "a huge query",
        presigned() + b"&a=" + b"b" * 16_384,
        INCOMPLETE,
        "A signed request has a path of at most 4096 and a query of at most 16384 bytes.",
    ),
]


@pytest.mark.parametrize(
    ("query", "kind", "message"), [case[1:] for case in PRESIGNED_FORM], ids=[c[0] for c in PRESIGNED_FORM]
)
def test_a_presigned_url_is_refused(query: bytes, kind: str, message: str) -> None:
    """Each malformed or incoherent presigned URL has its own answer."""
    with pytest.raises(Denial) as refused:
        read_claim("GET", b"/phone-numbers", query, fold([HOST]))
    assert (refused.value.type, refused.value.status, refused.value.message) == (kind, 403, message)


@pytest.mark.parametrize("query", [presigned(), b"X-Amz-Signature=0", b"X%2DAmz-Security-Token=t"])
def test_both_forms_at_once_are_refused(query: bytes) -> None:
    """A request with an Authorization header and any parameter of a presigned URL is not verified at all."""
    with pytest.raises(Denial) as refused:
        read_claim("GET", b"/", query, fold([HOST, DATE, authorization()]))
    assert (refused.value.type, refused.value.status, refused.value.message) == (
        INCOMPLETE,
        403,
        (
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the Authorization header should be "
            "specified"
        ),
    )


@pytest.mark.parametrize("stated", [b"UNSIGNED-PAYLOAD", b"STREAMING-AWS4-HMAC-SHA256-PAYLOAD", b"0" * 64, b""])
def test_another_body_hash_is_refused(desk: Desk, stated: bytes) -> None:
    """x-amz-content-sha256 that is not the hash of the body is refused; unsigned payloads are not taken."""
    request = desk.sign(desk.unsigned(headers=(("X-Amz-Content-SHA256", stated.decode()),)))
    with pytest.raises(Denial) as refused:
        desk.verify(request)
    assert (refused.value.type, refused.value.status, refused.value.message) == (
        INVALID,
        403,
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )


def test_a_claim_says_what_was_read() -> None:
    """A readable request becomes a claim with every part in its place."""
    claim = read_claim("GET", b"/a", b"b=1", fold([HOST, DATE, authorization()]))
    assert claim.access_key_id == "AKIDEXAMPLE"
    assert (claim.scope.day, claim.scope.region, claim.scope.service) == ("20260102", "us-east-1", "chime")
    assert (claim.timestamp, claim.expires_seconds, claim.token) == ("20260102T030405Z", None, None)
    assert claim.canonical_head == (
        b"GET\n/a\nb=1\nhost:127.0.0.1:8000\nx-amz-date:20260102T030405Z\n\nhost;x-amz-date\n"
    )


def test_a_presigned_claim_leaves_its_signature_out() -> None:
    """The canonical query of a presigned URL has every parameter but the signature, the token among them."""
    token = {"Security-Token": b"t%2F"}
    claim = read_claim("GET", b"/a", presigned(**token) + b"&a=1", fold([HOST]))
    assert (claim.expires_seconds, claim.token) == (60, b"t/")
    query = claim.canonical_head.split(b"\n")[2]
    assert query.startswith(b"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260102")
    assert query.endswith(b"&X-Amz-Security-Token=t%2F&X-Amz-SignedHeaders=host&a=1")
    assert b"X-Amz-Signature" not in query


def test_limits_are_rules() -> None:
    """Another limit is the one that is enforced and named."""
    with pytest.raises(Denial, match="at most 10 bytes"):
        read_claim("GET", b"/", b"", fold([HOST, DATE, authorization()]), Rules(authorization_bytes=10))
