"""What a signed request presents, read from either of its two forms: an Authorization header or a presigned URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

import msgspec

from dialbook.access import denials
from dialbook.access.canonical import canonical_form
from dialbook.access.rules import Rules
from dialbook.access.timestamps import parse_basic, parse_http_date, write_basic

ALGORITHM = b"AWS4-HMAC-SHA256"
QUERY_SIGNATURE = b"X-Amz-Signature"
_HEADER_PARAMETERS = (b"Credential", b"Signature", b"SignedHeaders")
_LAST_PARAMETER = b"Signature="
REMEMBERED = 256
"""How many different terms and times are remembered as read: short texts, none secret."""
_TERMINATOR = "aws4_request"
_QUERY_PARAMETERS = (
    b"X-Amz-Algorithm",
    b"X-Amz-Credential",
    QUERY_SIGNATURE,
    b"X-Amz-SignedHeaders",
    b"X-Amz-Date",
    b"X-Amz-Expires",
)
_QUERY_TOKEN = b"X-Amz-Security-Token"
_OF_A_PRESIGNED_URL = frozenset([*_QUERY_PARAMETERS, _QUERY_TOKEN])


class Scope(msgspec.Struct, frozen=True):
    """What a signature is good for: one day, one region, one service."""

    text: str
    """As it is signed: ``20150830/us-east-1/chime/aws4_request``."""
    day: str
    region: str
    service: str


class Terms(msgspec.Struct, frozen=True):
    """What a client says the same in all its requests of a day: who signs, for which scope, and which headers."""

    access_key_id: str
    scope: Scope
    names: tuple[bytes, ...]
    """The headers' names, as they are signed."""
    signed: frozenset[bytes]
    form: bytes
    """What all canonical requests of these headers have in common."""


class Proof(msgspec.Struct, frozen=True):
    """The parts of a signature as they were sent, none of them believed yet."""

    terms: Terms
    signature: bytes
    """64 lower-case hexadecimal digits, if it is to match."""
    timestamp: str
    """The signing time as it is signed: ``20150830T123600Z``."""
    signed_at: datetime
    token: bytes | None
    """The session token."""
    expires_seconds: int | None
    """Seconds from ``signed_at`` for which a presigned URL is good; ``None`` in the header form."""


def read_proof(pairs: Sequence[tuple[bytes, bytes]], folded: Mapping[bytes, bytes], rules: Rules) -> Proof:
    """Read the one form that the request is signed in; raises Denial for none, for both, and for a malformed one."""
    authorization = folded.get(b"authorization")
    presigned = [pair for pair in pairs if pair[0] in _OF_A_PRESIGNED_URL] if pairs else []
    if authorization is None and not presigned:
        raise denials.missing_token()
    if authorization is None:
        proof = _read_presigned(presigned, rules)
    elif presigned:
        raise denials.incomplete(denials.BOTH_FORMS)
    else:
        proof = _read_authorization(authorization, folded, rules)
    if proof.token is not None and len(proof.token) > rules.token_bytes:
        raise denials.incomplete(f"A session token has at most {rules.token_bytes} bytes.")
    return proof


def _read_authorization(header: bytes, folded: Mapping[bytes, bytes], rules: Rules) -> Proof:
    """Read ``AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…``."""
    if len(header) > rules.authorization_bytes:
        raise denials.incomplete(f"An Authorization header has at most {rules.authorization_bytes} bytes.")
    terms, signature = _read_parameters(header, rules)
    timestamp, signed_at = _signing_time(folded)
    return Proof(
        terms=terms,
        signature=signature,
        timestamp=timestamp,
        signed_at=signed_at,
        token=folded.get(b"x-amz-security-token"),
        expires_seconds=None,
    )


def _read_parameters(header: bytes, rules: Rules) -> tuple[Terms, bytes]:
    """Return the terms and the signature. All but the signature, which comes last, is the same all day."""
    before, found, signature = header.rpartition(_LAST_PARAMETER)
    if found and signature and b"," not in signature:
        return _read_constant_parameters(before, rules), signature.strip()
    credential, signed_headers, signature = _parameters_of(header)
    return _read_terms(credential, signed_headers, rules), signature


@lru_cache(maxsize=REMEMBERED)
def _read_constant_parameters(before: bytes, rules: Rules) -> Terms:
    credential, signed_headers, _ = _parameters_of(before + _LAST_PARAMETER + b"-")
    return _read_terms(credential, signed_headers, rules)


def _parameters_of(header: bytes) -> tuple[bytes, bytes, bytes]:
    algorithm, _, rest = header.partition(b" ")
    if algorithm != ALGORITHM:
        raise denials.incomplete(denials.UNSUPPORTED_ALGORITHM)
    parts = [part.strip().partition(b"=") for part in rest.split(b",")]
    given = {name: value for name, _, value in parts}
    _require(given, _HEADER_PARAMETERS, "Authorization header requires '{}' parameter.")
    if len(parts) != len(_HEADER_PARAMETERS):
        raise denials.incomplete(denials.MALFORMED_HEADER)
    return given[b"Credential"], given[b"SignedHeaders"], given[b"Signature"]


def _read_presigned(presigned: Sequence[tuple[bytes, bytes]], rules: Rules) -> Proof:
    """Read the X-Amz- parameters of a presigned URL; their names are matched exactly, as they are signed."""
    given = dict(presigned)
    if len(given) != len(presigned):
        raise denials.incomplete(denials.REPEATED_PARAMETER)
    _require(given, _QUERY_PARAMETERS, "AWS query-string parameters must include '{}'.")
    if given[b"X-Amz-Algorithm"] != ALGORITHM:
        raise denials.incomplete(denials.UNSUPPORTED_ALGORITHM)
    timestamp = given[b"X-Amz-Date"].decode("latin-1")
    return Proof(
        terms=_read_terms(given[b"X-Amz-Credential"], given[b"X-Amz-SignedHeaders"], rules),
        signature=given[QUERY_SIGNATURE],
        timestamp=timestamp,
        signed_at=_moment(timestamp),
        token=given.get(_QUERY_TOKEN),
        expires_seconds=_expiry(given[b"X-Amz-Expires"], rules),
    )


def _require(given: Mapping[bytes, bytes], names: Sequence[bytes], complaint: str) -> None:
    """Complain of every missing parameter at once, as AWS does."""
    missing = [complaint.format(name.decode()) for name in names if not given.get(name)]
    if missing:
        raise denials.incomplete(" ".join(missing))


def _read_terms(credential: bytes, signed_headers: bytes, rules: Rules) -> Terms:
    """Take ``keyid/date/region/service/aws4_request`` and ``host;x-amz-date`` apart. AWS demands the host."""
    access_key_id, scope = _read_credential(credential.decode("latin-1"), rules.service)
    names = tuple(signed_headers.split(b";"))
    if len(names) > rules.signed_headers:
        raise denials.incomplete(f"'SignedHeaders' must name at most {rules.signed_headers} headers.")
    if b"host" not in names:
        raise denials.invalid(denials.HOST_NOT_SIGNED)
    return Terms(access_key_id, scope, names, frozenset(names), canonical_form(names))


def _read_credential(credential: str, expected_service: str) -> tuple[str, Scope]:
    access_key_id, _, text = credential.partition("/")
    parts = text.split("/")
    if len(parts) != 4 or not _well_formed(access_key_id) or not _well_formed(parts[1]):
        raise denials.incomplete(denials.MALFORMED_CREDENTIAL)
    day, region, service, terminator = parts
    if service != expected_service:
        raise denials.invalid(f"Credential should be scoped to correct service: '{expected_service}'.")
    if terminator != _TERMINATOR:
        raise denials.invalid(denials.WRONG_TERMINATOR)
    return access_key_id, Scope(text=text, day=day, region=region, service=service)


def _well_formed(word: str) -> bool:
    """Tell whether a key id or a region is 1 to 128 ASCII letters, digits, hyphens and underscores (AWS: ``\\w``)."""
    return len(word) <= 128 and word.isascii() and word.replace("-", "").replace("_", "").isalnum()


def _signing_time(folded: Mapping[bytes, bytes]) -> tuple[str, datetime]:
    """Take the signing time from X-Amz-Date or, where that is absent, from Date in either spelling."""
    sent = folded.get(b"x-amz-date")
    if sent is not None:
        timestamp = sent.decode("latin-1")
        return timestamp, _moment(timestamp)
    date = folded.get(b"date")
    if date is None:
        raise denials.incomplete(denials.NO_DATE)
    try:
        signed_at = parse_http_date(date.decode("latin-1"))
    except ValueError:
        signed_at = _moment(date.decode("latin-1"))
    return write_basic(signed_at), signed_at


@lru_cache(maxsize=REMEMBERED)
def _moment(timestamp: str) -> datetime:
    try:
        return parse_basic(timestamp)
    except ValueError:
        raise denials.incomplete(denials.MALFORMED_DATE) from None


def _expiry(text: bytes, rules: Rules) -> int:
    if not (text.isdigit() and len(text) <= 6 and 1 <= int(text) <= rules.expires_seconds):
        raise denials.incomplete(f"X-Amz-Expires must be a whole number of seconds from 1 to {rules.expires_seconds}.")
    return int(text)
