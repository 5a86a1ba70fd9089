"""Ids of new things, which only a source of chance can make."""

from __future__ import annotations

from typing import Protocol


class Ids(Protocol):
    """Makes ids that nothing else has."""

    def guid(self) -> str:
        """Return a GUID in lower case, such as an order's."""
        ...

    def voice_connector_id(self) -> str:
        """Return 22 lower-case letters and digits."""
        ...
