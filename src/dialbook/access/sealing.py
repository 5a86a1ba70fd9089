"""The master key, and the access keys sealed under it: AES-256-GCM, bound to the key id and its account.

``cryptography`` is imported where it is used: it costs more to import than the whole development server.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from dialbook.access.keys import AccessKey, Credentials, Key, Secret, principal_of

_MASTER_KEY_BYTES = 32
_NONCE_BYTES = 12


class MasterKeyError(Exception):
    """The master key is malformed, or not the one that the stored keys were sealed under."""


def parse_master_key(text: str) -> bytes:
    """Read a master key: 32 bytes in base64, white space around it ignored; raises MasterKeyError."""
    try:
        master = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        master = b""
    if len(master) != _MASTER_KEY_BYTES:
        raise MasterKeyError("The master key must be 32 bytes in base64. 'openssl rand -base64 32' makes one.")
    return master


def seal(credentials: Credentials, master: bytes, random_bytes: Callable[[int], bytes]) -> AccessKey:
    """Turn new credentials into what may be stored."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - costly to import

    nonce = random_bytes(_NONCE_BYTES)
    bound_to = _bound_to(credentials.access_key_id, credentials.account)
    sealed = AESGCM(master).encrypt(nonce, credentials.secret.reveal().encode(), bound_to)
    return AccessKey(
        access_key_id=credentials.access_key_id,
        account=credentials.account,
        name=credentials.name,
        sealed_secret=nonce + sealed,
        token_sha256=None if credentials.token is None else credentials.token.fingerprint,
        created_at=credentials.created_at,
        expires_at=credentials.expires_at,
        revoked_at=None,
    )


def unseal(stored: AccessKey, master: bytes) -> Key:
    """Make a stored key ready to verify with; raises MasterKeyError if it was sealed under another master key.

    A pure function of a frozen record: the result may be cached by the record, and a revoked record is another one.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - costly to import
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    nonce, sealed = stored.sealed_secret[:_NONCE_BYTES], stored.sealed_secret[_NONCE_BYTES:]
    try:
        secret = AESGCM(master).decrypt(nonce, sealed, _bound_to(stored.access_key_id, stored.account))
    except (InvalidTag, ValueError):
        raise MasterKeyError(
            "A stored access key cannot be unsealed: the master key is not the one that it was sealed under. Start "
            "dialbook with that master key, or revoke the stored keys and create new ones."
        ) from None
    return Key(
        access_key_id=stored.access_key_id,
        account=stored.account,
        principal=principal_of(stored.account, stored.name),
        secret=Secret(secret.decode()),
        token_sha256=stored.token_sha256,
        expires_at=stored.expires_at,
        revoked_at=stored.revoked_at,
    )


def _bound_to(access_key_id: str, account: str) -> bytes:
    """Name the record that a sealed secret belongs to, so that it opens in no other."""
    return f"{access_key_id}:{account}".encode()
