"""The tokens of lists: sealed with a key that all processes on one store share."""

from __future__ import annotations

import base64
import binascii

from dialbook.domain.secrets import ServiceKey
from dialbook.ports.store import Store, Tx
from dialbook.server.ids import random_bytes

KEY_BYTES = 32


class SealedPageTokens:
    """AES-SIV: the same place of the same list has the same token, and nobody without the key can read or make one.

    What a token holds is not shown because it can be a number, and addresses with their queries end up in logs.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, place: bytes, of: str) -> str:
        """Return a token for a place in a list."""
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 - costly to import

        return base64.urlsafe_b64encode(AESSIV(self._key).encrypt(place, [of.encode()])).decode()

    def open(self, token: str, of: str) -> bytes:
        """Return the place. Raises ValueError for a token that was not made for this list with this key."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - costly to import
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415

        try:
            sealed = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
            return AESSIV(self._key).decrypt(sealed, [of.encode()])
        except (InvalidTag, UnicodeEncodeError, binascii.Error, ValueError):
            raise ValueError("The token was not made for this list.") from None


def own_page_tokens() -> SealedPageTokens:
    """Return the tokens of a store that no other process will ever see."""
    return SealedPageTokens(random_bytes(KEY_BYTES))


async def page_tokens(store: Store) -> SealedPageTokens:
    """Return the tokens of a store; the first process that asks makes the key."""
    made = await store.read(_key)
    if made is None:
        made = await store.write(_made)
    return SealedPageTokens(made.value)


async def _key(tx: Tx) -> ServiceKey | None:
    return await tx.get(ServiceKey, ("page-tokens",))


async def _made(tx: Tx) -> ServiceKey:
    found = await _key(tx)
    if found is not None:
        return found
    made = ServiceKey(name="page-tokens", value=random_bytes(KEY_BYTES))
    await tx.put(made)
    return made
