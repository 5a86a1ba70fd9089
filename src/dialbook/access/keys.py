"""Access keys: how one is made, what is stored of it, and whether it may be used now."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import ClassVar

import msgspec

from dialbook.access import denials

_ACCOUNT = re.compile(r"[0-9]{12}")
_USER_NAME = re.compile(r"[A-Za-z0-9_+=,.@-]{1,64}")


class Secret:
    """A text that shows itself only when asked by name, so that no log, traceback or encoder lets it out."""

    __slots__ = ("_text", "fingerprint")

    def __init__(self, text: str) -> None:
        """Wrap ``text`` and take its fingerprint (SHA-256), by which it can be told from others without it."""
        self._text = text
        self.fingerprint = hashlib.sha256(text.encode()).digest()

    def reveal(self) -> str:
        """Give the text itself."""
        return self._text

    def __repr__(self) -> str:
        """Show nothing."""
        return "Secret(hidden)"


class Credentials(msgspec.Struct, frozen=True):
    """A new access key in the clear: shown once to its owner, sealed for the store, and then forgotten."""

    access_key_id: str
    account: str
    name: str
    secret: Secret
    token: Secret | None
    """The session token of a temporary key."""
    created_at: datetime
    expires_at: datetime | None


class AccessKey(msgspec.Struct, frozen=True):
    """An access key as stored: nothing in it can sign without the master key."""

    table: ClassVar[str] = "access_keys"
    key: ClassVar[tuple[str, ...]] = ("access_key_id",)

    access_key_id: str
    account: str
    """12 digits."""
    name: str
    """The user's name, as it stands in the ARN."""
    sealed_secret: bytes
    """AES-256-GCM under the master key: a nonce of 12 bytes, the ciphertext, a tag of 16 bytes."""
    token_sha256: bytes | None
    """The hash of a temporary key's session token: 32 bytes. It is random, so that a bare hash is enough."""
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class Key(msgspec.Struct, frozen=True):
    """An access key ready to verify with."""

    access_key_id: str
    account: str
    principal: str
    """An ARN."""
    secret: Secret
    token_sha256: bytes | None = None
    takes_any_token: bool = False
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


DEVELOPMENT_ACCOUNT = "000000000000"
_DEVELOPMENT_SECRET = Secret("test")
_REMEMBERED_KEYS = 1024


def new_key(
    account: str, name: str, now: datetime, lifetime: timedelta | None, random_bytes: Callable[[int], bytes]
) -> Credentials:
    """Make a long-term key (``AKIA…``) or, with a lifetime, a temporary one (``ASIA…``) with a session token.

    Ids and secrets are of AWS's form: 20 characters of which 16 are random, and 40. Raises ValueError for an account
    that is not 12 digits or a name that IAM would not take.
    """
    if not _ACCOUNT.fullmatch(account):
        raise ValueError("An account is 12 digits.")
    if not _USER_NAME.fullmatch(name):
        raise ValueError("A user name is 1 to 64 letters, digits and the characters _+=,.@-")
    prefix = "AKIA" if lifetime is None else "ASIA"
    return Credentials(
        access_key_id=prefix + base64.b32encode(random_bytes(10)).decode(),
        account=account,
        name=name,
        secret=Secret(base64.b64encode(random_bytes(30)).decode()),
        token=None if lifetime is None else Secret(base64.b64encode(random_bytes(96)).decode()),
        created_at=now,
        expires_at=None if lifetime is None else now + lifetime,
    )


def principal_of(account: str, name: str) -> str:
    """Write the ARN of an account's user."""
    return f"arn:aws:iam::{account}:user/{name}"


@lru_cache(maxsize=_REMEMBERED_KEYS)
def development_key(access_key_id: str) -> Key | None:
    """Find a key of the development preset, whose secret is ``test``.

    ``test`` belongs to account 000000000000 and an id of 12 digits to the account that it names. Any session token
    will do, for clients that always send one.
    """
    account = DEVELOPMENT_ACCOUNT if access_key_id == "test" else access_key_id
    if not _ACCOUNT.fullmatch(account):
        return None
    return Key(
        access_key_id=access_key_id,
        account=account,
        principal=f"arn:aws:iam::{account}:root",
        secret=_DEVELOPMENT_SECRET,
        takes_any_token=True,
    )


def check_key(key: Key, token: bytes | None, now: datetime) -> None:
    """Refuse a key that is revoked or expired, or whose session token is missing, wrong or uncalled for."""
    if key.revoked_at is not None:
        raise denials.unrecognized()
    if not key.takes_any_token and not _fits(token, key.token_sha256):
        raise denials.unrecognized()
    if key.expires_at is not None and key.expires_at <= now:
        raise denials.expired_token()


def _fits(token: bytes | None, expected_sha256: bytes | None) -> bool:
    if token is None or expected_sha256 is None:
        return token is None and expected_sha256 is None
    return hmac.compare_digest(hashlib.sha256(token).digest(), expected_sha256)
