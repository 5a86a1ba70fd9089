"""The rules of signature verification that are numbers and names, as data."""

from __future__ import annotations

import msgspec


class Rules(msgspec.Struct, frozen=True, cache_hash=True):
    """What a signature must keep to; the defaults are AWS's where AWS states one, else our choice."""

    service: str = "chime"
    """The signing name, which the Chime and the Chime SDK Voice APIs share."""
    skew_seconds: int = 300
    """How far the signing time may lie from the server's clock, either way."""
    expires_seconds: int = 604_800
    """The longest life of a presigned URL: seven days."""
    path_bytes: int = 4_096
    query_bytes: int = 16_384
    """A session token travels here in a presigned URL."""
    authorization_bytes: int = 4_096
    signed_headers: int = 64
    """How many headers a signature may cover."""
    token_bytes: int = 8_192


AWS_RULES = Rules()
