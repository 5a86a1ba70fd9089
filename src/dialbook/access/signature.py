"""Verify AWS Signature Version 4 on the server's side, each intermediate string in a function of its own.

For a GET of one number, with the key ``test`` / ``test``:

1. *canonical request* (:func:`canonical_request`), its path encoded twice and the hash of the body at its end::

       GET
       /phone-numbers/%252B12065550100

       host:127.0.0.1:8000
       x-amz-date:20150830T123600Z

       host;x-amz-date
       e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

2. *string to sign* (:func:`string_to_sign`), the hash of the canonical request at its end::

       AWS4-HMAC-SHA256
       20150830T123600Z
       20150830/us-east-1/chime/aws4_request
       a1996bf119dec0a533a9ec355fa5af0f23fd93082856913b09ff1c5d77d94bec

3. *signature* (:func:`sign`): HMAC-SHA256 of that under a key derived from the secret (:func:`derive`), in hexadecimal::

       77efb708d0e1c75bfa523b8feb439c747aa18c1f74c9e4b39bbca9c583b6d8d3

A caller reads the claim, looks its key up, and proves it::

    claim = verifier.read(method, path, query, fold(headers))
    key = await keyring.get(claim.access_key_id)
    caller = verifier.prove(claim, key, body, now)
"""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from dialbook.access import denials
from dialbook.access.claim import Claim, read_claim
from dialbook.access.keys import Key, Secret, check_key
from dialbook.access.proof import Scope
from dialbook.access.rules import AWS_RULES, Rules
from dialbook.access.timestamps import write_basic

_SECOND = timedelta(seconds=1)


class Caller(msgspec.Struct, frozen=True):
    """Who has proved to be calling, and for which region they signed."""

    account: str
    region: str
    access_key_id: str
    principal: str
    """An ARN, such as ``arn:aws:iam::123456789012:user/anna``."""


_HASH_OF_NOTHING = hashlib.sha256().hexdigest().encode()


class Verifier:
    """Verify signed requests under one set of rules, remembering the signing keys derived so far."""

    def __init__(self, rules: Rules = AWS_RULES) -> None:
        """Begin with no signing keys."""
        self._rules = rules
        self._signing_keys = SigningKeys()

    def read(self, method: str, path: bytes, query: bytes, folded: Mapping[bytes, bytes]) -> Claim:
        """Read what a request claims, as :func:`~dialbook.access.claim.read_claim`; raises Denial."""
        return read_claim(method, path, query, folded, self._rules)

    def prove(self, claim: Claim, key: Key, body: bytes, now: datetime) -> Caller:
        """Hold a claim against its key, the whole body and the clock (aware, UTC); raises Denial.

        An id that nobody knows never comes here. It is refused sooner than a wrong signature, and there is nothing to
        hide in that: AWS names the two differently (UnrecognizedClientException), and so do we.
        """
        check_key(key, claim.token, now)
        check_time(claim, now, self._rules.skew_seconds)
        body_hash = hashlib.sha256(body).hexdigest().encode() if body else _HASH_OF_NOTHING
        # Our choice: the services that we stand in for know no unsigned payload, so UNSIGNED-PAYLOAD is a wrong hash.
        if claim.content_sha256 is not None and claim.content_sha256 != body_hash:
            raise denials.invalid(denials.WRONG_BODY_HASH)
        to_sign = string_to_sign(claim, canonical_request(claim, body_hash))
        expected = sign(self._signing_keys.get(key.secret, claim.scope), to_sign)
        if not hmac.compare_digest(expected, claim.signature):
            raise denials.invalid()
        return Caller(key.account, claim.scope.region, key.access_key_id, key.principal)


class SigningKeys:
    """Remember the signing keys last used, so that a request costs one HMAC and not five.

    It holds no secrets, only what was derived from them for a day, a region and a service, under the secret's
    fingerprint; the least recently used goes first.
    """

    def __init__(self, capacity: int = 256) -> None:
        """Remember at most ``capacity`` signing keys."""
        self._capacity = capacity
        self._derived: OrderedDict[tuple[bytes, str], hmac.HMAC] = OrderedDict()

    def get(self, secret: Secret, scope: Scope) -> hmac.HMAC:
        """Give an HMAC that has taken in the signing key of a secret for a scope, derived at most once while remembered."""
        name = (secret.fingerprint, scope.text)
        found = self._derived.get(name)
        if found is None:
            found = self._derived[name] = hmac.new(derive(secret, scope), digestmod="sha256")
            if len(self._derived) > self._capacity:
                self._derived.popitem(last=False)
        else:
            self._derived.move_to_end(name)
        return found


def canonical_request(claim: Claim, body_hash: bytes) -> bytes:
    """Write what was signed for, as in step 1 above; ``body_hash`` is SHA-256 in hexadecimal."""
    return claim.canonical_head + body_hash


def string_to_sign(claim: Claim, request: bytes) -> bytes:
    """Write what is signed for a canonical request, as in step 2 above."""
    return f"AWS4-HMAC-SHA256\n{claim.timestamp}\n{claim.scope.text}\n{hashlib.sha256(request).hexdigest()}".encode()


def derive(secret: Secret, scope: Scope) -> bytes:
    """Derive the key that signs within a scope: 32 bytes, good for a day, a region and a service."""
    key = b"AWS4" + secret.reveal().encode()
    for part in (scope.day, scope.region, scope.service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def sign(keyed: hmac.HMAC, text: bytes) -> bytes:
    """Sign a string with an HMAC that has taken in a derived key, which stays as it is: 64 lower-case hexadecimal digits."""
    signing = keyed.copy()  # unlike hmac.digest this keeps the interpreter's lock, which is costly to win back
    signing.update(text)
    return signing.hexdigest().encode()


def check_time(claim: Claim, now: datetime, skew_seconds: int) -> None:
    """Refuse a signature from too long ago or from the future; both borders still belong to the allowed time.

    A presigned URL lives for its X-Amz-Expires, with no skew added at its end (as S3 does). The texts are AWS's.
    """
    life_seconds = skew_seconds if claim.expires_seconds is None else claim.expires_seconds
    age_seconds = (now - claim.signed_at) // _SECOND
    if age_seconds > life_seconds:
        earliest = write_basic(now - timedelta(seconds=life_seconds))
        raise denials.invalid(
            f"Signature expired: {claim.timestamp} is now earlier than {earliest} "
            f"({write_basic(now)} - {_span(life_seconds)})"
        )
    if age_seconds < -skew_seconds:
        latest = write_basic(now + timedelta(seconds=skew_seconds))
        raise denials.invalid(
            f"Signature not yet current: {claim.timestamp} is still later than {latest} "
            f"({write_basic(now)} + {_span(skew_seconds)})"
        )


def _span(seconds: int) -> str:
    return f"{seconds // 60} min." if seconds % 60 == 0 else f"{seconds} sec."
