"""Signatures on webhooks, as Standard Webhooks has them (https://www.standardwebhooks.com), so that its libraries verify them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime
from urllib.parse import urlsplit

from dialbook.access.keys import Secret

LONGEST_URL = 2048
PREFIX = "whsec_"
SHORTEST_KEY_BYTES, LONGEST_KEY_BYTES = 24, 64
"""The specification: "between 24 bytes (192 bits) and 64 bytes (512 bits)"."""


def check_url(url: str) -> None:
    """Refuse a URL that nothing can be sent to, and one that holds a password. Raises ValueError, with no part of it."""
    if not _sound(url):
        raise ValueError(
            f"The webhook must be an http or https URL without a user or a fragment, in ASCII, of at most {LONGEST_URL} characters."
        )


def _sound(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    readable = url.isascii() and url.isprintable() and not {" ", "#"} & set(url) and len(url) <= LONGEST_URL
    return (
        readable
        and parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and port != 0
    )


def webhook_key(secret: Secret) -> bytes:
    """Return the key of a secret such as ``whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw``. Raises ValueError."""
    text = secret.reveal()
    try:
        key = base64.b64decode(text.removeprefix(PREFIX).encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        key = b""
    if not text.startswith(PREFIX) or not SHORTEST_KEY_BYTES <= len(key) <= LONGEST_KEY_BYTES:
        raise ValueError("The secret of the webhook must be whsec_ and 24 to 64 bytes in base64.")
    return key


def signed_headers(key: bytes, message_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """Return the headers that let a receiver see who sends a body, when, and whether it has seen it before."""
    timestamp = str(int(now.timestamp()))
    signature = hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }
