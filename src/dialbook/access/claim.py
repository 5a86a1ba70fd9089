"""What a signed request claims, read from its bytes alone: who signs, for which scope, when, and over what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from dialbook.access import denials
from dialbook.access.canonical import canonical_path, canonical_query, canonical_values, query_pairs
from dialbook.access.proof import QUERY_SIGNATURE, Scope, read_proof
from dialbook.access.rules import AWS_RULES, Rules

# CloudFront adds x-amz-cf-id on the way to the origin, after the caller has signed.
_ADDED_ON_THE_WAY = b"x-amz-cf-id"


class Claim(msgspec.Struct, frozen=True):
    """A signature that can be read and hangs together, still to be proved with the key's secret."""

    access_key_id: str
    scope: Scope
    timestamp: str
    """The signing time as it is signed: ``20150830T123600Z``."""
    signed_at: datetime
    expires_seconds: int | None
    """How long a presigned URL is good for; ``None`` in the header form, which is good for the allowed skew."""
    signature: bytes
    token: bytes | None
    """The session token, which temporary keys need."""
    content_sha256: bytes | None
    """The body's hash, where the caller states it in x-amz-content-sha256."""
    canonical_head: bytes
    """The canonical request without its last line, the hash of the body."""


def read_claim(
    method: str, path: bytes, query: bytes, folded: Mapping[bytes, bytes], rules: Rules = AWS_RULES
) -> Claim:
    """Read the claim of a request from its raw parts; raises Denial.

    ``path`` and ``query`` are as received, not decoded; ``folded`` is what :func:`~dialbook.access.canonical.fold` makes of the headers.
    """
    _check_target(path, query, rules)
    pairs = query_pairs(query)
    proof = read_proof(pairs, folded, rules)
    terms = proof.terms
    if terms.scope.day != proof.timestamp[:8]:
        raise denials.invalid(denials.WRONG_DAY)
    presigned = proof.expires_seconds is not None
    _check_signed(terms.signed, folded, presigned=presigned)
    if presigned:
        pairs = [pair for pair in pairs if pair[0] != QUERY_SIGNATURE]
    target = (method.encode(errors="replace"), canonical_path(path), canonical_query(pairs))
    return Claim(
        access_key_id=terms.access_key_id,
        scope=terms.scope,
        timestamp=proof.timestamp,
        signed_at=proof.signed_at,
        expires_seconds=proof.expires_seconds,
        signature=proof.signature,
        token=proof.token,
        content_sha256=folded.get(b"x-amz-content-sha256"),
        canonical_head=terms.form % (*target, *canonical_values(terms.names, folded)),
    )


def _check_target(path: bytes, query: bytes, rules: Rules) -> None:
    if len(path) > rules.path_bytes or len(query) > rules.query_bytes:
        raise denials.incomplete(
            f"A signed request has a path of at most {rules.path_bytes} and a query of at most {rules.query_bytes} bytes."
        )


def _check_signed(signed: frozenset[bytes], folded: Mapping[bytes, bytes], *, presigned: bool) -> None:
    """Refuse a signature that leaves open when, or what AWS's own headers say.

    AWS demands every x-amz-* header. A Date header that stands in for X-Amz-Date is demanded by us: the
    signing time must not be exchangeable. x-amzn-* (tracing) is put in on the way and stays free.
    """
    if not folded.keys() >= signed:
        raise denials.invalid(denials.SIGNED_HEADER_MISSING)
    if not presigned and b"x-amz-date" not in folded and b"date" not in signed:
        raise denials.invalid(denials.DATE_NOT_SIGNED)
    for name in folded.keys() - signed:
        if name.startswith(b"x-amz-") and name != _ADDED_ON_THE_WAY:
            raise denials.invalid(denials.HEADERS_NOT_SIGNED)
