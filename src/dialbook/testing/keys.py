"""Whose key an id is in a test: the development keys, and whatever keys the clients turn out to have that are to be served."""

from __future__ import annotations

from dialbook.access.keys import Key, Secret, development_key, principal_of
from dialbook.server.keyring import Keyring


class Keys(Keyring):
    """A keyring that can be told keys. So a client of any credentials is verified by the secret that it does sign with."""

    def __init__(self, keyring: Keyring, account: str) -> None:
        """Begin with a service's keys; those that belong to nobody else are this account's."""
        self._keyring = keyring
        self._account = account
        self._told: dict[str, Key] = {}

    async def get(self, access_key_id: str) -> Key:
        """Return the key. Raises Denial for an unknown id."""
        return self._told.get(access_key_id) or await self._keyring.get(access_key_id)

    def tell(self, access_key_id: str, secret: str) -> None:
        """Make a key known: one of 12 digits, or ``test``, is of the account that it means."""
        known = self._told.get(access_key_id)
        if known is None or known.secret.reveal() != secret:
            development = development_key(access_key_id)
            account = development.account if development else self._account
            principal = development.principal if development else principal_of(account, "test")
            key = Key(access_key_id, account, principal, Secret(secret), takes_any_token=True)
            self._told[access_key_id] = key
