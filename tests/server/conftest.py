"""A server for hostile requests: whatever they are, it stands and its record stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from running import ACCOUNT, RunningServer
from server import raw


def stored(server: RunningServer) -> tuple[PhoneNumber | None, list[Change]]:
    """Return the record and its history."""
    return server.number(), server.store(lambda tx: tx.page(Change, {"account": ACCOUNT}, None, 10_000))


@pytest.fixture(scope="module")
def standing() -> Iterator[RunningServer]:
    """Run one server for all tests of a module."""
    with RunningServer() as server:
        server.add_number(raw.NUMBER)
        yield server


@pytest.fixture
def unharmed(standing: RunningServer) -> Iterator[RunningServer]:
    """Give a server that must not change: afterwards its record and history are as before, and it answers."""
    before = stored(standing)
    yield standing
    assert stored(standing) == before
    assert raw.status_of(standing.port, raw.get()) == 200
