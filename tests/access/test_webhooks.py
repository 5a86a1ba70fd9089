"""Webhooks: what one may lead to, and how what is sent is signed."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from dialbook.access.keys import Secret
from dialbook.access.webhooks import check_url, signed_headers, webhook_key

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"eventName":"UpdatePhoneNumber"}'


def secret_of(size: int) -> Secret:
    """Return a secret of so many bytes."""
    return Secret("whsec_" + base64.b64encode(bytes(range(size))).decode())


def test_the_signature_of_the_specifications_example() -> None:
    """The specification's libraries are all tested with it."""
    headers = signed_headers(
        webhook_key(Secret(SECRET)),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_receiver_verifies_what_we_sign() -> None:
    """Its library takes body and headers as they come, and refuses them with one byte changed, or when they are old."""
    receiver = Webhook(SECRET)
    now = datetime.now(UTC)
    headers = signed_headers(webhook_key(Secret(SECRET)), "some-id", now, BODY)

    assert receiver.verify(BODY, headers) == {"eventName": "UpdatePhoneNumber"}
    for body, changed in ((BODY.replace(b"U", b"V"), headers), (BODY, headers | {"webhook-id": "other-id"})):
        with pytest.raises(WebhookVerificationError):
            receiver.verify(body, changed)
    old = signed_headers(webhook_key(Secret(SECRET)), "some-id", now - timedelta(minutes=10), BODY)
    with pytest.raises(WebhookVerificationError):
        receiver.verify(BODY, old)


@pytest.mark.parametrize("size", [24, 32, 64])
def test_keys_of_a_good_length(size: int) -> None:
    """24 to 64 bytes."""
    assert webhook_key(secret_of(size)) == bytes(range(size))


@pytest.mark.parametrize(
    "secret",
    [
        secret_of(23),
        secret_of(65),
        Secret(SECRET.removeprefix("whsec_")),
        Secret("whsec_"),
        Secret("whsec_not base64 at all, but long enough"),
        Secret("whsec_" + "é" * 32),
        Secret(""),
    ],
)
def test_bad_secrets_are_refused(secret: Secret) -> None:
    """The sentence says what one looks like, and shows nothing of it."""
    with pytest.raises(ValueError, match=r"^The secret of the webhook must be whsec_ and 24 to 64 bytes in base64\.$"):
        webhook_key(secret)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9000",
        "http://[::1]:9000/",
        "https://example.com/hooks/dialbook?tenant=7",
        "https://example.com/" + "a" * 2000,
    ],
)
def test_good_urls(url: str) -> None:
    """Where something can be sent."""
    check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/hooks",
        "//example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https://:443/",
        "https://user:password@example.com/",
        "https://example.com/#part",
        "https://example.com/a b",
        "https://example.com/\r\nx: y",
        "https://exämple.com/",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://example.com:port/",
        "https://[::1/",
        "https://example.com/" + "a" * 2048,
    ],
)
def test_bad_urls_are_refused(url: str) -> None:
    """The sentence shows nothing of the URL, which may hold a secret."""
    with pytest.raises(ValueError, match=r"^The webhook must be an http or https URL without a user or a fragment"):
        check_url(url)
