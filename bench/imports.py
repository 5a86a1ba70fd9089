"""The import of many numbers with the command: how long it takes on each store, and how much memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import postgres
from bench import servers
from bench.inventories import SAFE

SIZES = (100_000, 1_000_000)
FIRST = 12062000000
"""The first number, without its plus sign. libphonenumber takes it for valid, and as many after it as are imported."""


def rows(folder: Path) -> Iterator[list[str]]:
    """Yield the figures of SQLite and PostgreSQL, each at two sizes, one round."""
    with postgres.running(**SAFE) as cluster:
        for size in SIZES:
            file = written(folder / f"import-{size}.csv", size)
            yield [f"SQLite, {size:,}", *imported(file, str(folder / f"import-{size}.db"), size)]
            cluster.run(f"create database import_{size}")
            url = cluster.url(f"import_{size}")
            subprocess.run(dialbook("store", "upgrade", "--store", url), check=True, capture_output=True)
            yield [f"PostgreSQL, {size:,}", *imported(file, url, size)]


def written(file: Path, size: int) -> Path:
    """Write a file of so many numbers, as other systems export them."""
    with file.open("w", encoding="utf-8") as lines:
        lines.write("E164PhoneNumber,Name\n")
        lines.writelines(f"+{FIRST + index},Desk {index}\n" for index in range(size))
    return file


def imported(file: Path, store: str, size: int) -> list[str]:
    """Import a file; return seconds, numbers per second and the greatest resident memory in MB. Raises RuntimeError."""
    began = time.perf_counter()
    process = subprocess.Popen(
        dialbook("numbers", "import", str(file), "--store", store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    megabytes = 0.0
    while process.poll() is None:
        megabytes = servers.megabytes(process.pid, "VmHWM") or megabytes
        time.sleep(0.1)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{process.args!r} failed")
    return [f"{seconds:.0f}", f"{size / seconds:,.0f}", f"{megabytes:.0f}"]


def dialbook(*words: str) -> list[str]:
    """Return a command."""
    return [sys.executable, "-m", "dialbook", *words]
