"""Stores, records and the other processes that share a file."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dialbook.domain.phone_numbers import PhoneNumber

NOW = datetime(2026, 3, 1, 12, 0, 0, 123000, tzinfo=UTC)

SCRIPT = Path(__file__).with_name("another_process.py")

NumberMaker = Callable[..., PhoneNumber]


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """Name a file that does not exist yet."""
    return tmp_path / "numbers.db"


@pytest.fixture
def make_number() -> NumberMaker:
    """Make phone numbers that differ in what is named."""

    def make(e164: str, account: str = "123456789012", **fields: Any) -> PhoneNumber:
        given = {"country": "US", "type": "Local", "product_type": "VoiceConnector"}
        return PhoneNumber(account=account, e164=e164, created_at=NOW, updated_at=NOW, **{**given, **fields})

    return make


class AnotherProcess:
    """A process that does one task of ``another_process.py``; what it says goes to a file, which outlives a kill."""

    def __init__(self, heard: Path, task: str, *arguments: object) -> None:
        self._heard = heard
        with heard.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, str(SCRIPT), task, *map(str, arguments)], stdin=subprocess.PIPE, stdout=said
            )

    def lines(self) -> list[str]:
        """Return the whole lines that it has said so far."""
        return [line[:-1] for line in self._heard.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def wait_until_it_says(self, line: str) -> None:
        """Wait for a line, or fail when the process ends without it."""
        while line not in self.lines():
            assert self.process.poll() is None or line in self.lines()
            time.sleep(0.005)

    def go(self) -> None:
        """Let it go on."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """End it as ``kill -9`` does."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdin is not None
        self.process.stdin.close()


@pytest.fixture
def start_process(tmp_path: Path) -> Iterator[Callable[..., AnotherProcess]]:
    """Start another process and wait until it is ready; all are killed in the end."""
    running: list[AnotherProcess] = []

    def start(task: str, *arguments: object) -> AnotherProcess:
        another = AnotherProcess(tmp_path / f"said-{len(running)}", task, *arguments)
        running.append(another)
        another.wait_until_it_says("ready")
        return another

    yield start
    for another in running:
        another.kill()
