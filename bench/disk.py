"""How long the disk takes to make a little durable: what a commit for each request mostly waits for."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

TIMES = 200
PAGE = bytes(4096)


def sync_milliseconds(folder: Path) -> float:
    """Write a page to a file in ``folder`` and have it synced, again and again, and return the median time of a sync."""
    descriptor = os.open(folder / "synced", os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        return statistics.median(_synced(descriptor) for _ in range(TIMES)) * 1000
    finally:
        os.close(descriptor)


def _synced(descriptor: int) -> float:
    os.write(descriptor, PAGE)
    began = time.perf_counter()
    os.fsync(descriptor)
    return time.perf_counter() - began
