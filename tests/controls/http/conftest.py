"""A server whose controls are on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from running import RunningServer


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """Run one server for all tests of a module."""
    with RunningServer(controls=True, store_clock=True) as running:
        yield running
