"""NextToken: where a list goes on."""

from __future__ import annotations

from typing import Protocol


class PageTokens(Protocol):
    """Makes of a place in a list a text that only this service can read, and only for the list that it was made for."""

    def seal(self, place: bytes, of: str) -> str:
        """Return a token for a place in the list ``of`` this description: account, operation and filters."""
        ...

    def open(self, token: str, of: str) -> bytes:
        """Return the place. Raises ValueError for a token that was altered, made elsewhere, or made for another list."""
        ...
