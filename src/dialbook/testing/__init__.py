"""dialbook within a test's own process: a service with an empty inventory, and boto3 clients that reach it without a socket.

What is named here is imported when it is asked for: pytest loads this package in every run, also in those that have no use for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialbook.testing.fixture import Dialbook
    from dialbook.testing.mocking import current, mock_chime

__all__ = ["Dialbook", "current", "mock_chime"]

_HOMES = {
    "Dialbook": "dialbook.testing.fixture",
    "current": "dialbook.testing.mocking",
    "mock_chime": "dialbook.testing.mocking",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
