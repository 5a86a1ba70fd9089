"""Fixtures and profiles that all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from fresh import SHARDED
from running import RunningServer

settings.register_profile("default", deadline=None, max_examples=100)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session", autouse=SHARDED)
def _held_against_the_rules_of_sharding() -> Iterator[None]:
    """On a sharded database, hold every statement against what Citus accepts."""
    from stores.recording import recorded  # noqa: PLC0415 - only these tests need it

    with recorded() as record:
        yield
    assert record.wrong == []


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Run dialbook with an empty inventory, the ``aws`` rules and a clock that stands still."""
    with RunningServer() as running:
        yield running
