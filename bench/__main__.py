"""Start the servers, send them the same load in turn, and print tables: ``python -m bench``."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import database, fixtures, imports, lists, snapshots
from bench.disk import sync_milliseconds
from bench.measurements import Bench

DEBIAN = {"wrk": "wrk", "nginx": "nginx-light"}
"""Programs that are measured with or against, and the Debian packages that have them."""
SPEED = ["requests/s", "p50 ms", "p99 ms"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each load lasts (default 3)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the median is shown (default 3)")
    options = parser.parse_args()
    install_missing()
    console = Console(width=140, highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.seconds, options.rounds)
        bench.fill()
        title = "One worker, synchronous=FULL"
        columns = ["", "connections", *SPEED, "of the trivial endpoint", "times moto"]
        console.print(table(title, columns, bench.one_worker()))
        synced = f"a sync of this disk takes {sync_milliseconds(Path(folder)):.2f} ms"
        title = f"UpdatePhoneNumber at 32 connections: groups against a commit for each request ({synced})"
        console.print(table(title, ["", *SPEED, "times the latter"], bench.groups()))
        title = "BatchUpdatePhoneNumber of 100 numbers against single updates"
        console.print(table(title, ["", "connections", *SPEED, "numbers/s", "times single"], bench.batches()))
        title = "GetPhoneNumber at 32 connections under a limit that is never reached"
        console.print(table(title, ["", *SPEED, "of that without a limit"], bench.throttling()))
        title = "ListPhoneNumbers, pages of 100, by the numbers of the account: median ms of a page, 1 connection"
        columns = ["filters", *(f"{size:,}" for size in lists.SIZES), "slowest to quickest"]
        console.print(table(title, columns, lists.rows(Path(folder), options.seconds, options.rounds)))
        title = "The same on PostgreSQL"
        console.print(table(title, columns, lists.database_rows(options.seconds, options.rounds)))
        title = "Workers on one SQLite file, 32 connections"
        console.print(table(title, ["", "workers", *SPEED, "of one worker"], bench.workers()))
        title = "PostgreSQL: one worker, and pgbench -M prepared with the same statements"
        console.print(
            table(
                title,
                ["", "connections", *SPEED, "worker CPU µs", "of pgbench"],
                database.rows(Path(folder), options.seconds, options.rounds),
            )
        )
        title = "dialbook numbers import, one round"
        console.print(table(title, ["", "s", "numbers/s", "MB at most"], imports.rows(Path(folder))))
        title = "Snapshots of 1,000 numbers and their history: median ms"
        columns = ["", "taken", "restored, first", "restored again", "reset", "KiB"]
        console.print(table(title, columns, snapshots.rows(Path(folder), rounds=20)))
        title = "One set-up in a test's process, after import"
        console.print(table(title, ["", "median ms", "best ms"], fixtures.alone()))
        title = "1,000 tests with pytest, one round"
        console.print(table(title, ["", "s", "ms a test"], fixtures.thousand(Path(folder))))
        title = "Start and memory"
        console.print(table(title, ["", "start to first answer ms", "MB of a worker after load"], bench.start()))


def install_missing() -> None:
    """Install wrk and nginx from Debian where they are missing. Ends the program where that cannot be done."""
    path = "/usr/local/bin:/usr/bin:/usr/sbin"
    missing = [package for program, package in DEBIAN.items() if not shutil.which(program, path=path)]
    if not missing:
        return
    command = ["apt-get", "install", "--quiet", "--yes", *missing]
    if not shutil.which("apt-get") or subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
        sys.exit(f"The bench needs these Debian packages: {' '.join(missing)}")


def table(title: str, columns: list[str], rows: Iterable[list[str]]) -> Table:
    """Return a table for the terminal."""
    result = Table(title=title, title_justify="left")
    for index, column in enumerate(columns):
        result.add_column(column, justify="right" if index else "left", no_wrap=True)
    for row in rows:
        result.add_row(*row)
    return result


if __name__ == "__main__":
    main()
