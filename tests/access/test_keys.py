"""Access keys: how they are made, whether they may be used, and that they never show themselves."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from dialbook.access.denials import Denial
from dialbook.access.keys import Secret, check_key, development_key, new_key, principal_of

if TYPE_CHECKING:
    from access.conftest import Desk

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
INVALID_TOKEN = "The security token included in the request is invalid."


def counting() -> Callable[[int], bytes]:
    """Make a source of bytes that never repeats and is the same every time."""
    drawn = iter(range(256))
    return lambda size: bytes(next(drawn) for _ in range(size))


def test_a_long_term_key_has_awss_form() -> None:
    """A key without a lifetime is AKIA and 16 characters of base32, with a secret of 40 characters and no token."""
    made = new_key("123456789012", "anna", NOW, None, counting())
    assert re.fullmatch(r"AKIA[A-Z2-7]{16}", made.access_key_id)
    assert re.fullmatch(r"[A-Za-z0-9+/]{40}", made.secret.reveal())
    assert (made.token, made.created_at, made.expires_at) == (None, NOW, None)


def test_a_temporary_key_has_a_token_and_an_end() -> None:
    """A key with a lifetime is ASIA and has a session token and an expiry."""
    made = new_key("123456789012", "anna", NOW, timedelta(hours=1), counting())
    assert re.fullmatch(r"ASIA[A-Z2-7]{16}", made.access_key_id)
    assert made.token is not None
    assert len(base64.b64decode(made.token.reveal())) == 96
    assert made.expires_at == NOW + timedelta(hours=1)


def test_all_chance_comes_from_the_argument() -> None:
    """The same bytes make the same key, and the id, the secret and the token share none of them."""
    made, again = (new_key("123456789012", "anna", NOW, timedelta(1), counting()) for _ in range(2))
    assert made.access_key_id == again.access_key_id
    assert made.access_key_id[4:] == base64.b32encode(bytes(range(10))).decode()
    assert made.secret.reveal() == again.secret.reveal() == base64.b64encode(bytes(range(10, 40))).decode()
    assert made.token is not None
    assert base64.b64decode(made.token.reveal()) == bytes(range(40, 136))


@pytest.mark.parametrize(
    "account", ["", "12345678901", "1234567890123", "12345678901a", "123456789012\n", "１２３４５６７８９０１２"]
)
def test_an_account_is_twelve_digits(account: str) -> None:
    """Any other account is a ValueError."""
    with pytest.raises(ValueError, match="12 digits"):
        new_key(account, "anna", NOW, None, counting())


@pytest.mark.parametrize("name", ["", "a" * 65, "anna b", "a/b", "anna\n", "änna"])
def test_a_name_is_one_that_iam_takes(name: str) -> None:
    """Any other user name is a ValueError."""
    with pytest.raises(ValueError, match="user name"):
        new_key("123456789012", name, NOW, None, counting())


def test_a_principal_is_an_arn() -> None:
    """A user's ARN names the account and the user."""
    assert principal_of("123456789012", "anna") == "arn:aws:iam::123456789012:user/anna"


def test_a_secret_does_not_show_itself() -> None:
    """Neither representation, text, nor an encoder gives a secret away, not even from within a record."""
    made = new_key("123456789012", "anna", NOW, timedelta(1), counting())
    secret = made.secret.reveal()
    assert made.token is not None
    for shown in (repr(made), str(made), repr(made.secret), f"{made.secret}"):
        assert secret not in shown
        assert made.token.reveal() not in shown
    with pytest.raises(TypeError):
        msgspec.json.encode(made)


@pytest.mark.parametrize(
    ("access_key_id", "account"),
    [("test", "000000000000"), ("123456789012", "123456789012"), ("000000000000", "000000000000")],
)
def test_the_development_preset(access_key_id: str, account: str) -> None:
    """``test`` and ids of 12 digits have the secret ``test`` and take any token or none."""
    key = development_key(access_key_id)
    assert key is not None
    assert (key.account, key.principal, key.secret.reveal()) == (account, f"arn:aws:iam::{account}:root", "test")
    check_key(key, None, NOW)
    check_key(key, b"anything", NOW)


@pytest.mark.parametrize(
    "access_key_id", ["", "Test", "test2", "12345678901", "1234567890123", "AKIDEXAMPLE", "１２３４５６７８９０１２"]
)
def test_no_other_id_is_in_the_preset(access_key_id: str) -> None:
    """Any other id is unknown to the development preset."""
    assert development_key(access_key_id) is None


def test_a_key_in_good_standing_passes(desk: Desk) -> None:
    """A long-term key without a token and a temporary one with its own token, before its end, may be used."""
    check_key(desk.key(), None, NOW)
    check_key(desk.temporary_key(expires_at=NOW + timedelta(microseconds=1)), desk.token.encode(), NOW)


@pytest.mark.parametrize("token", [b"", b"wrong", None])
def test_a_temporary_key_needs_its_token(desk: Desk, token: bytes | None) -> None:
    """A temporary key with a wrong token or none is not recognised."""
    with pytest.raises(Denial) as refused:
        check_key(desk.temporary_key(), token, NOW)
    assert (refused.value.type, refused.value.status, refused.value.message) == (
        "UnrecognizedClientException",
        403,
        INVALID_TOKEN,
    )


@pytest.mark.parametrize("token", [b"", b"any"])
def test_a_long_term_key_takes_no_token(desk: Desk, token: bytes) -> None:
    """A long-term key that comes with a session token is not recognised."""
    with pytest.raises(Denial) as refused:
        check_key(desk.key(), token, NOW)
    assert (refused.value.type, refused.value.message) == ("UnrecognizedClientException", INVALID_TOKEN)


def test_a_revoked_key_is_not_recognised(desk: Desk) -> None:
    """A revoked key is refused as an unknown one is, whatever else holds."""
    with pytest.raises(Denial) as refused:
        check_key(desk.key(revoked_at=NOW, expires_at=NOW), None, NOW)
    assert (refused.value.type, refused.value.status, refused.value.message) == (
        "UnrecognizedClientException",
        403,
        INVALID_TOKEN,
    )


def test_an_expired_key_is_told_so(desk: Desk) -> None:
    """From its last moment on a temporary key is expired, to whoever has its token; without, it is not recognised."""
    key = desk.temporary_key(expires_at=NOW)
    with pytest.raises(Denial) as refused:
        check_key(key, desk.token.encode(), NOW)
    assert (refused.value.type, refused.value.status, refused.value.message) == (
        "ExpiredTokenException",
        403,
        "The security token included in the request is expired",
    )
    with pytest.raises(Denial, match="is invalid"):
        check_key(key, b"wrong", NOW)


def test_a_key_is_checked_before_its_signature_is(desk: Desk) -> None:
    """A request signed with a revoked key is refused for the key, in both forms."""
    revoked = desk.temporary_key(revoked_at=NOW)
    for request in (desk.sign(token=desk.token), desk.presign(token=desk.token)):
        assert desk.verify(request, key=desk.temporary_key())
        with pytest.raises(Denial, match="is invalid"):
            desk.verify(request, key=revoked)


def test_a_fingerprint_tells_secrets_apart() -> None:
    """Equal texts have equal fingerprints, others do not, and a fingerprint is not the text."""
    assert Secret("a").fingerprint == Secret("a").fingerprint != Secret("b").fingerprint
    assert len(Secret("a").fingerprint) == 32
