"""Load from wrk, and what it saw."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import msgspec

from bench.signed import Signed, wrk_script


class Figures(msgspec.Struct, frozen=True):
    """What one run of wrk saw."""

    per_second: float
    p50_milliseconds: float
    p99_milliseconds: float

    def cells(self) -> list[str]:
        """Return the figures as cells of a table."""
        return [f"{self.per_second:,.0f}", f"{self.p50_milliseconds:.2f}", f"{self.p99_milliseconds:.2f}"]


def load(port: int, requests: list[Signed], connections: int, seconds: float) -> Figures:
    """Send the requests in turn over so many connections. Raises RuntimeError if one of them failed."""
    with tempfile.TemporaryDirectory() as folder:
        script = wrk_script(requests, Path(folder) / "requests.lua")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "-s", str(script), f"http://127.0.0.1:{port}"]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seen = msgspec.json.decode(output.splitlines()[-1])
    if seen["failed"]:
        raise RuntimeError(f"{seen['failed']} of {seen['requests']} requests failed")
    return Figures(
        per_second=seen["requests"] / seen["microseconds"] * 1e6,
        p50_milliseconds=seen["p50"] / 1000,
        p99_milliseconds=seen["p99"] / 1000,
    )
