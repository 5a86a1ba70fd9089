"""Stored keys open under their own master key, in their own record, and nowhere else."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from dialbook.access.keys import AccessKey, Credentials, new_key
from dialbook.access.sealing import MasterKeyError, parse_master_key, seal, unseal

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MASTER = bytes(range(32))


def counting() -> Callable[[int], bytes]:
    """Make a source of bytes that never repeats and is the same every time."""
    drawn = iter(range(256))
    return lambda size: bytes(next(drawn) for _ in range(size))


def made(lifetime: timedelta | None = None) -> tuple[Credentials, AccessKey]:
    """Make a key and seal it."""
    random_bytes = counting()
    credentials = new_key("123456789012", "anna", NOW, lifetime, random_bytes)
    return credentials, seal(credentials, MASTER, random_bytes)


def test_a_sealed_key_opens_again() -> None:
    """What was sealed comes back whole: secret, principal, token and end."""
    credentials, stored = made(timedelta(hours=1))
    key = unseal(stored, MASTER)
    assert credentials.token is not None
    assert key.secret.reveal() == credentials.secret.reveal()
    assert (key.access_key_id, key.account) == (credentials.access_key_id, "123456789012")
    assert key.principal == "arn:aws:iam::123456789012:user/anna"
    assert key.token_sha256 == credentials.token.fingerprint
    assert (key.expires_at, key.revoked_at, key.takes_any_token) == (NOW + timedelta(hours=1), None, False)


def test_a_stored_key_survives_an_encoder_and_shows_no_secret() -> None:
    """A stored record goes through msgspec and back, and contains neither secret nor token in the clear."""
    credentials, stored = made(timedelta(hours=1))
    assert credentials.token is not None
    encoded = msgspec.json.encode(stored)
    assert msgspec.json.decode(encoded, type=AccessKey) == stored
    for secret in (credentials.secret.reveal().encode(), credentials.token.reveal().encode()):
        assert secret not in encoded
        assert secret not in stored.sealed_secret


def test_a_revoked_record_makes_a_revoked_key() -> None:
    """The revocation of a stored key is carried into the key that is checked."""
    _, stored = made()
    assert unseal(msgspec.structs.replace(stored, revoked_at=NOW), MASTER).revoked_at == NOW


def test_each_seal_has_its_own_nonce() -> None:
    """The same credentials sealed twice differ, since the nonce is drawn anew."""
    random_bytes = counting()
    credentials = new_key("123456789012", "anna", NOW, None, random_bytes)
    first, second = (seal(credentials, MASTER, random_bytes).sealed_secret for _ in range(2))
    assert first[:12] != second[:12]
    assert first[12:] != second[12:]


def test_another_master_key_is_told_so() -> None:
    """A wrong master key is a MasterKeyError that says what to do and names no key."""
    _, stored = made()
    with pytest.raises(MasterKeyError) as refused:
        unseal(stored, bytes(32))
    assert "Start dialbook with that master key" in str(refused.value)
    assert stored.access_key_id not in str(refused.value)


@pytest.mark.parametrize("change", [{"access_key_id": "AKIAOTHER"}, {"account": "000000000000"}])
def test_a_sealed_secret_opens_in_its_own_record_only(change: dict[str, str]) -> None:
    """A sealed secret moved to another id or account does not open."""
    _, stored = made()
    with pytest.raises(MasterKeyError):
        unseal(msgspec.structs.replace(stored, **change), MASTER)


@pytest.mark.parametrize("size", [0, 5, 12, 27])
def test_a_damaged_seal_does_not_open(size: int) -> None:
    """A sealed secret cut short is a MasterKeyError and never another exception."""
    _, stored = made()
    with pytest.raises(MasterKeyError):
        unseal(msgspec.structs.replace(stored, sealed_secret=stored.sealed_secret[:size]), MASTER)


def test_a_master_key_is_read() -> None:
    """32 bytes in base64 are a master key, with a line's end behind them or not."""
    text = base64.b64encode(MASTER).decode()
    assert parse_master_key(text) == parse_master_key(f" {text}\n") == MASTER


@pytest.mark.parametrize(
    "text",
    [
        "",
        "secret",
        "A" * 44,
        base64.b64encode(bytes(31)).decode(),
        base64.b64encode(bytes(33)).decode(),
        "ä" * 44,
        "=" * 44,
    ],
)
def test_anything_else_is_not_a_master_key(text: str) -> None:
    """Any other text is a MasterKeyError that says how to make one and does not repeat it."""
    with pytest.raises(MasterKeyError) as refused:
        parse_master_key(text)
    assert str(refused.value) == "The master key must be 32 bytes in base64. 'openssl rand -base64 32' makes one."


def test_cryptography_is_imported_only_to_seal() -> None:
    """Importing all of the layer does not import cryptography, which costs more than the rest together."""
    program = "import sys, dialbook.access.sealing, dialbook.access.signature; print('cryptography' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
