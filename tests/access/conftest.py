"""Signed requests of every kind, made by botocore's own signers, and a verifier for them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple
from unittest.mock import patch
from urllib.parse import urlsplit

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.utils import percent_encode_sequence

from dialbook.access.canonical import fold
from dialbook.access.claim import Claim, read_claim
from dialbook.access.denials import unrecognized
from dialbook.access.keys import Key, Secret
from dialbook.access.rules import AWS_RULES, Rules
from dialbook.access.signature import Caller, Verifier

ENDPOINT = "http://127.0.0.1:8000"


class Request(NamedTuple):
    """A request as it arrives: everything raw."""

    method: str
    path: bytes
    query: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Unsigned(NamedTuple):
    """A request as a client means it."""

    method: str = "GET"
    path: str = "/phone-numbers/%2B12065550100"
    params: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Desk:
    """A client and a server that share one key and one clock."""

    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    key_id = "AKIDEXAMPLE"
    secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    token = "AQoDYXdzEPT//////////wEXAMPLE=="

    def unsigned(self, **parts: object) -> Unsigned:
        """Mean a request; what is not given is that of a plain GET of one number."""
        return Unsigned()._replace(**parts)  # type: ignore[arg-type]

    def key(self, **parts: object) -> Key:
        """Make the server's side of the shared key, a long-term one unless told otherwise."""
        given = {"principal": "arn:aws:iam::123456789012:user/anna", "secret": Secret(self.secret)} | parts
        return Key(access_key_id=self.key_id, account="123456789012", **given)  # type: ignore[arg-type]

    def temporary_key(self, **parts: object) -> Key:
        """Make a key whose session token is ``token``."""
        return self.key(token_sha256=hashlib.sha256(self.token.encode()).digest(), **parts)

    def sign(
        self,
        unsigned: Unsigned | None = None,
        *,
        token: str | None = None,
        region: str = "us-east-1",
        signed_at: datetime | None = None,
    ) -> Request:
        """Sign in the header form, by botocore."""
        credentials = Credentials(self.key_id, self.secret, token)
        signer = botocore.auth.SigV4Auth(credentials, "chime", region)
        return self._signed(signer, unsigned or Unsigned(), signed_at or self.now)

    def presign(self, unsigned: Unsigned | None = None, *, token: str | None = None, expires: int = 3600) -> Request:
        """Sign in the form of a presigned URL, by botocore."""
        credentials = Credentials(self.key_id, self.secret, token)
        signer = botocore.auth.SigV4QueryAuth(credentials, "chime", "us-east-1", expires=expires)
        return self._signed(signer, unsigned or Unsigned(), self.now)

    def verify(
        self, request: Request, key: Key | None = None, now: datetime | None = None, rules: Rules | None = None
    ) -> Caller:
        """Verify on the server's side, with the shared key unless another is given."""
        verifier = Verifier(rules or AWS_RULES)
        claim = verifier.read(request.method, request.path, request.query, fold(request.headers))
        if claim.access_key_id != self.key_id:
            raise unrecognized()
        return verifier.prove(claim, key or self.key(), request.body, now or self.now)

    def claim(self, request: Request) -> Claim:
        """Read a request's claim."""
        return read_claim(request.method, request.path, request.query, fold(request.headers))

    def _signed(self, signer: botocore.auth.SigV4Auth, unsigned: Unsigned, signed_at: datetime) -> Request:
        url = ENDPOINT + unsigned.path
        if unsigned.params:  # as botocore's prepare_request_dict writes them
            url += "?" + percent_encode_sequence(unsigned.params)
        request = AWSRequest(method=unsigned.method, url=url, data=unsigned.body)
        for name, value in unsigned.headers:
            request.headers.add_header(name, value)
        naive = signed_at.replace(tzinfo=None)
        with patch.object(botocore.auth, "get_current_datetime", lambda: naive):
            signer.add_auth(request)
        target, _, query = request.url.removeprefix(ENDPOINT).partition("?")
        headers = [(b"host", urlsplit(ENDPOINT).netloc.encode())]
        headers += [(name.lower().encode(), value.encode()) for name, value in request.headers.items()]
        return Request(unsigned.method, target.encode(), query.encode(), headers, unsigned.body)


@pytest.fixture(scope="session")
def desk() -> Desk:
    """Give the client and the server of these tests."""
    return Desk()
