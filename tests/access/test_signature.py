"""Signatures made by botocore are accepted, and nothing that differs from what was signed is."""

from __future__ import annotations

import hashlib
import hmac
import string
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dialbook.access import signature
from dialbook.access.canonical import fold, query_pairs
from dialbook.access.claim import read_claim
from dialbook.access.denials import Denial
from dialbook.access.keys import Secret
from dialbook.access.proof import Scope
from dialbook.access.rules import Rules
from dialbook.access.signature import Caller, SigningKeys, Verifier, canonical_request, derive, sign, string_to_sign

if TYPE_CHECKING:
    from access.conftest import Desk, Request

# What a URL can carry through botocore unharmed: no delimiters of the URL itself, no control characters (urlsplit drops
# some), no surrogates.
PATH_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("/.%2B~+ "), st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="?#")
    ),
    max_size=16,
)
VALUE = st.text(
    alphabet=st.one_of(st.sampled_from("  \t,;=/+ab"), st.characters(codec="ascii", categories=["L", "N", "P"]))
)
HEADER_NAMES = st.sampled_from(["X-Amz-Meta", "My-Header", "Content-Type", "x-amzn-thing", "accept", "Cache-Control"])
TOKENS = st.text(alphabet=string.ascii_letters + string.digits + "+/=", min_size=1, max_size=40)


def keyed(secret: Secret, scope: Scope) -> hmac.HMAC:
    """Make an HMAC with the signing key of a secret for a scope."""
    return hmac.new(derive(secret, scope), digestmod="sha256")


@st.composite
def requests(draw: st.DrawFn) -> dict[str, object]:
    """Draw the parts of a request that a client might mean."""
    return {
        "method": draw(st.sampled_from(["GET", "POST", "PUT", "DELETE"])),
        "path": "/" + draw(PATH_TEXT),
        "params": tuple(draw(st.lists(st.tuples(st.text(max_size=4), st.text(max_size=6)), max_size=4))),
        "headers": tuple(draw(st.lists(st.tuples(HEADER_NAMES, VALUE), max_size=5))),
        "body": draw(st.binary(max_size=40)),
    }


@settings(max_examples=max(1500, settings().max_examples))
@given(parts=requests(), token=st.none() | TOKENS, region=st.sampled_from(["us-east-1", "eu-west-3", "local"]))
def test_what_botocore_signs_is_accepted(desk: Desk, parts: dict[str, object], token: str | None, region: str) -> None:
    """Whatever the method, path, query, headers, body and token: botocore's signature in the header form holds."""
    request = desk.sign(desk.unsigned(**parts), token=token, region=region)
    caller = desk.verify(request, key=desk.key(takes_any_token=True))
    assert caller == Caller("123456789012", region, desk.key_id, "arn:aws:iam::123456789012:user/anna")


@settings(max_examples=max(700, settings().max_examples))
@given(parts=requests(), token=st.none() | TOKENS, expires=st.integers(1, 604_800))
def test_what_botocore_presigns_is_accepted(
    desk: Desk, parts: dict[str, object], token: str | None, expires: int
) -> None:
    """Whatever the request: botocore's presigned URL holds, with the token that it adds before it signs."""
    # Its presigner moves a body into the query, and keeps one value of a repeated name.
    parts["params"] = tuple(dict(parts["params"]).items())  # type: ignore[call-overload]
    request = desk.presign(desk.unsigned(**parts | {"body": b""}), token=token, expires=expires)
    assert desk.verify(request, key=desk.key(takes_any_token=True)).region == "us-east-1"


def test_a_stated_body_hash_is_honoured(desk: Desk) -> None:
    """x-amz-content-sha256 is accepted where it is the hash of the body, in both forms."""
    body = b'{"Name":"Lobby"}'
    stated = (("X-Amz-Content-SHA256", hashlib.sha256(body).hexdigest()),)
    assert desk.verify(desk.sign(desk.unsigned(method="POST", headers=stated, body=body)))
    empty = (("X-Amz-Content-SHA256", hashlib.sha256(b"").hexdigest()),)
    assert desk.verify(desk.presign(desk.unsigned(headers=empty)))


def test_a_date_header_can_stand_in(desk: Desk) -> None:
    """botocore signs a Date header instead of X-Amz-Date where the client sent one, and that is accepted."""
    request = desk.sign(desk.unsigned(headers=(("Date", "soon"),)))
    assert b"x-amz-date" not in dict(request.headers)
    assert desk.verify(request).access_key_id == desk.key_id


def test_headers_put_in_on_the_way_do_no_harm(desk: Desk) -> None:
    """What proxies add after signing, and what botocore leaves unsigned, is ignored."""
    request = desk.sign()
    added = [(b"x-amzn-trace-id", b"Root=1"), (b"x-amz-cf-id", b"abc"), (b"user-agent", b"b"), (b"via", b"p")]
    assert desk.verify(request._replace(headers=request.headers + added))


ALPHANUMERIC = string.ascii_letters + string.digits
WORD = st.text(alphabet=ALPHANUMERIC, min_size=1, max_size=8)


@st.composite
def spoilt(draw: st.DrawFn, text: bytes) -> bytes:
    """Draw ``text`` with one of its letters and digits exchanged for another."""
    place = draw(st.sampled_from([place for place, byte in enumerate(text) if chr(byte) in ALPHANUMERIC]))
    other = draw(st.sampled_from(ALPHANUMERIC.replace(chr(text[place]), "")))
    return text[:place] + other.encode() + text[place + 1 :]


def spoil_header(data: st.DataObject, request: Request) -> Request:
    """Spoil the value of one signed header, or of the Authorization header itself."""
    place = data.draw(st.sampled_from(range(len(request.headers))))
    name, value = request.headers[place]
    headers = [*request.headers[:place], (name, data.draw(spoilt(value))), *request.headers[place + 1 :]]
    return request._replace(headers=headers)


def spoil(data: st.DataObject, request: Request, part: str) -> Request:
    """Exchange one character of one part of a request."""
    if part == "headers":
        return spoil_header(data, request)
    if part == "method":
        return request._replace(method="PUT")
    return request._replace(**{part: data.draw(spoilt(getattr(request, part)))})  # type: ignore[arg-type]


@settings(max_examples=max(600, settings().max_examples))
@given(data=st.data(), word=WORD, part=st.sampled_from(["method", "path", "query", "headers", "body"]))
def test_one_character_exchanged_is_refused(desk: Desk, data: st.DataObject, word: str, part: str) -> None:
    """A valid request with one character of anything that is signed exchanged is refused."""
    meant = desk.unsigned(
        method="POST", path=f"/a/{word}", params=((word, "1"),), headers=(("My-Header", word),), body=word.encode()
    )
    request = desk.sign(meant, token=desk.token)
    key = desk.temporary_key()
    desk.verify(request, key=key)
    with pytest.raises(Denial):
        desk.verify(spoil(data, request, part), key=key)


@settings(max_examples=max(300, settings().max_examples))
@given(data=st.data(), word=WORD, part=st.sampled_from(["path", "query"]))
def test_one_character_of_a_presigned_url_exchanged_is_refused(
    desk: Desk, data: st.DataObject, word: str, part: str
) -> None:
    """A presigned URL with one character of its path or its query, the signature included, exchanged is refused."""
    request = desk.presign(desk.unsigned(path=f"/a/{word}", params=((word, "1"),)), token=desk.token)
    key = desk.temporary_key()
    desk.verify(request, key=key)
    spoilt_request = spoil(data, request, part)
    # %2F and %2f are the same slash, and so the same signature.
    assume(query_pairs(spoilt_request.query) != query_pairs(request.query) or part == "path")
    with pytest.raises(Denial):
        desk.verify(spoilt_request, key=key)


@pytest.mark.parametrize(
    "change",
    [
        lambda request: request._replace(query=b"a=1"),
        lambda request: request._replace(body=b"x"),
        lambda request: request._replace(headers=[*request.headers, (b"host", b"elsewhere")]),
        lambda request: request._replace(headers=[*request.headers, (b"x-amz-target", b"x")]),
        lambda request: request._replace(headers=[*request.headers, (b"x-amz-date", b"20260102T030405Z")]),
        lambda request: request._replace(headers=[*request.headers, request.headers[-1]]),
    ],
    ids=["query", "body", "second host", "unsigned x-amz header", "second date", "second Authorization"],
)
def test_one_thing_added_is_refused(desk: Desk, change: object) -> None:
    """A valid request to which something has been added is refused."""
    with pytest.raises(Denial):
        desk.verify(change(desk.sign()))  # type: ignore[operator]


def test_a_body_added_to_a_presigned_url_is_refused(desk: Desk) -> None:
    """A presigned URL covers the body, as all signatures outside S3 do."""
    request = desk.presign()
    with pytest.raises(Denial, match="does not match the signature"):
        desk.verify(request._replace(body=b"{}"))


def test_another_secret_is_refused(desk: Desk) -> None:
    """A signature made with another secret is refused with AWS's own words."""
    with pytest.raises(Denial) as refused:
        desk.verify(desk.sign(), key=desk.key(secret=Secret("another")))
    assert (refused.value.type, refused.value.status) == ("InvalidSignatureException", 403)
    assert refused.value.message.startswith("The request signature we calculated does not match")


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_five_minutes_either_way_are_allowed(desk: Desk, seconds: int) -> None:
    """A signature counts from five minutes before to five minutes after the server's clock, borders included."""
    assert desk.verify(desk.sign(), now=desk.now + timedelta(seconds=seconds))


def test_a_fraction_of_a_second_does_not_count(desk: Desk) -> None:
    """The server's clock is read in whole seconds, as the signing time is written."""
    assert desk.verify(desk.sign(), now=desk.now + timedelta(seconds=300, microseconds=999_999))
    with pytest.raises(Denial):
        desk.verify(desk.sign(), now=desk.now - timedelta(seconds=300, microseconds=1))


def test_an_old_signature_is_refused_in_awss_words(desk: Desk) -> None:
    """A second beyond five minutes the signature has expired."""
    with pytest.raises(Denial) as refused:
        desk.verify(desk.sign(), now=desk.now + timedelta(seconds=301))
    assert refused.value.type == "InvalidSignatureException"
    assert refused.value.message == (
        "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T030906Z - 5 min.)"
    )


def test_a_signature_from_the_future_is_refused_in_awss_words(desk: Desk) -> None:
    """A second more than five minutes ahead the signature does not count yet."""
    with pytest.raises(Denial) as refused:
        desk.verify(desk.sign(), now=desk.now - timedelta(seconds=301))
    assert refused.value.type == "InvalidSignatureException"
    assert refused.value.message == (
        "Signature not yet current: 20260102T030405Z is still later than 20260102T030404Z (20260102T025904Z + 5 min.)"
    )


def test_the_skew_is_a_rule(desk: Desk) -> None:
    """Another allowed skew moves both borders and is named in the refusal."""
    rules = Rules(skew_seconds=90)
    assert desk.verify(desk.sign(), now=desk.now + timedelta(seconds=90), rules=rules)
    with pytest.raises(Denial, match=r"- 90 sec\.\)"):
        desk.verify(desk.sign(), now=desk.now + timedelta(seconds=91), rules=rules)


def test_a_presigned_url_lives_as_long_as_it_says(desk: Desk) -> None:
    """A presigned URL counts until its last second, however long ago it was signed, and not one longer."""
    request = desk.presign(expires=604_800)
    assert desk.verify(request, now=desk.now + timedelta(days=7))
    with pytest.raises(Denial) as refused:
        desk.verify(request, now=desk.now + timedelta(days=7, seconds=1))
    assert refused.value.message == (
        "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260109T030406Z - 10080 min.)"
    )


def test_a_short_presigned_url_gets_no_skew_at_its_end(desk: Desk) -> None:
    """A presigned URL for one second is good for one second, and may be five minutes early."""
    request = desk.presign(expires=1)
    assert desk.verify(request, now=desk.now + timedelta(seconds=1))
    assert desk.verify(request, now=desk.now - timedelta(minutes=5))
    with pytest.raises(Denial, match="Signature expired"):
        desk.verify(request, now=desk.now + timedelta(seconds=2))
    with pytest.raises(Denial, match="not yet current"):
        desk.verify(request, now=desk.now - timedelta(seconds=301))


def test_a_request_may_cross_midnight(desk: Desk) -> None:
    """A request signed just before midnight is accepted just after it, in the scope of the day it was signed."""
    signed_at, received_at = datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2026, 1, 1, 0, 4, 59, tzinfo=UTC)
    request = desk.sign(signed_at=signed_at)
    assert desk.claim(request).scope.day == "20251231"
    assert desk.verify(request, now=received_at)
    early = desk.sign(signed_at=received_at)
    assert desk.verify(early, now=signed_at)


EMPTY_HASH = hashlib.sha256(b"").hexdigest().encode()


def test_the_strings_in_the_manual_are_right() -> None:
    """The intermediate strings shown at the head of the module are those that it makes."""
    shown = signature.__doc__ or ""
    credential = b"test/20150830/us-east-1/chime/aws4_request"
    authorization = b"AWS4-HMAC-SHA256 Credential=%b, SignedHeaders=host;x-amz-date, Signature=0" % credential
    headers = [(b"host", b"127.0.0.1:8000"), (b"x-amz-date", b"20150830T123600Z"), (b"authorization", authorization)]
    claim = read_claim("GET", b"/phone-numbers/%2B12065550100", b"", fold(headers))
    request = canonical_request(claim, EMPTY_HASH)
    text = string_to_sign(claim, request)
    for made in (request, text, sign(keyed(Secret("test"), claim.scope), text)):
        assert "".join(f"       {line}".rstrip() + "\n" for line in made.decode().split("\n")) in shown


def test_signing_keys_are_bounded(desk: Desk) -> None:
    """The least recently used signing key goes first, and what comes back is always what would be derived."""
    a, b, c = (desk.claim(desk.sign(region=region)).scope for region in ("a", "b", "c"))
    secret, keys = Secret("s"), SigningKeys(capacity=2)
    for scope in (a, b, a, c):
        assert keys.get(secret, scope).digest() == keyed(secret, scope).digest()
    assert [text for _, text in keys._derived] == [a.text, c.text]
    assert keys.get(secret, b).digest() == keyed(secret, b).digest()


def test_two_secrets_under_one_id_do_not_share_a_signing_key(desk: Desk) -> None:
    """A verifier that has seen a key does not mistake it for a later one of the same id."""
    verifier, request = Verifier(), desk.sign()
    claim = desk.claim(request)
    assert verifier.prove(claim, desk.key(), request.body, desk.now)
    assert verifier.prove(claim, desk.key(), request.body, desk.now)
    with pytest.raises(Denial):
        verifier.prove(claim, desk.key(secret=Secret("another")), request.body, desk.now)
