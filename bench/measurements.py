"""What is measured: each function starts the servers it compares, sends them the same load in turn, and returns rows of a table."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench import servers, throttling
from bench.load import Figures, load
from bench.servers import Running
from bench.signed import Signed, get_number, moto_get, moto_put, update_number, update_numbers
from dialbook.stores.limits import Limits

BATCH = 100
NUMBERS = [f"+1206555{index}" for index in range(2000, 2000 + BATCH)]
"""Numbers that are read and updated in turn."""
MANY = [f"+1206555{index}" for index in range(2000, 2000 + 2 * Limits().cached_records)]
"""More numbers than a worker remembers: read in turn, each is read from the file."""
WORKERS = (1, 2, 4)
"""How many workers a server has; all are measured against the first."""
Rows = list[list[str]]
Requests = Callable[[], list[Signed]]
Label = TypeVar("Label", bound=Hashable)


def gets() -> list[Signed]:
    """Sign a GetPhoneNumber of each number; signatures are good for five minutes."""
    return [get_number(number) for number in NUMBERS]


def many_gets() -> list[Signed]:
    """Sign a GetPhoneNumber of each of many numbers."""
    return [get_number(number) for number in MANY]


def updates() -> list[Signed]:
    """Sign an UpdatePhoneNumber of each number."""
    return [update_number(number) for number in NUMBERS]


def batch_updates() -> list[Signed]:
    """Sign two BatchUpdatePhoneNumber of 100 numbers."""
    return [update_numbers(NUMBERS[:BATCH], name) for name in ("Front desk", "Reception")]


def moto_gets() -> list[Signed]:
    """Sign the one request that moto is measured with."""
    return [moto_get()]


class Bench:
    """One run: every figure is from the round of median speed, and the servers take turns in each round."""

    def __init__(self, folder: Path, seconds: float, rounds: int) -> None:
        self._folder = folder
        self._seconds = seconds
        self._rounds = rounds
        self._store = folder / "bench.db"

    def fill(self) -> None:
        """Import the numbers into the store."""
        file = self._folder / "numbers.csv"
        file.write_text("\n".join(["E164PhoneNumber", *MANY]) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "dialbook", "numbers", "import", str(file), "--store", str(self._store)]
        subprocess.run(command, check=True, capture_output=True)

    def one_worker(self) -> Rows:
        """GetPhoneNumber and UpdatePhoneNumber beside the trivial endpoint, nginx and moto, at 1 and 32 connections."""
        with ExitStack() as stack:
            ours = stack.enter_context(self._run(partial(servers.dialbook, store=self._store)))
            trivial = stack.enter_context(self._run(servers.trivial))
            nginx = stack.enter_context(self._run(partial(servers.nginx, folder=self._folder)))
            moto = stack.enter_context(self._run(servers.moto, moto_put()))
            rows: Rows = []
            for connections in (1, 32):
                found = self._medians(
                    {
                        "dialbook GetPhoneNumber": partial(self._load, ours, gets, connections),
                        "the same, from the file each time": partial(self._load, ours, many_gets, connections),
                        "trivial endpoint, the same GET": partial(self._load, trivial, gets, connections),
                        "nginx, the same GET": partial(self._load, nginx, gets, connections),
                        "dialbook UpdatePhoneNumber": partial(self._load, ours, updates, connections),
                        "trivial endpoint, the same POST": partial(self._load, trivial, updates, connections),
                        "moto GetParameter": partial(self._load, moto, moto_gets, connections),
                    }
                )
                rows += [compared(name, connections, found) for name in found]
            return rows

    def groups(self) -> Rows:
        """UpdatePhoneNumber with group commit and with a commit for each request, 32 connections."""
        other = self._folder / "single.db"
        shutil.copy(self._store, other)
        with ExitStack() as stack:
            ours = stack.enter_context(self._run(partial(servers.dialbook, store=self._store)))
            single = stack.enter_context(self._run(partial(servers.dialbook_without_groups, store=other)))
            found = self._medians(
                {
                    "group commit": partial(self._load, ours, updates, 32),
                    "a commit for each request": partial(self._load, single, updates, 32),
                }
            )
        slow = found["a commit for each request"].per_second
        return [[name, *seen.cells(), f"{seen.per_second / slow:.1f}"] for name, seen in found.items()]

    def throttling(self) -> Rows:
        """GetPhoneNumber with and without a limit in force, 32 connections."""
        return throttling.rows(self._store, gets(), self._seconds, self._rounds)

    def batches(self) -> Rows:
        """BatchUpdatePhoneNumber of 100 against 100 single updates, in numbers updated per second."""
        with self._run(partial(servers.dialbook, store=self._store)) as ours:
            rows: Rows = []
            for connections in (1, 32):
                found = self._medians(
                    {
                        "BatchUpdatePhoneNumber of 100": partial(self._load, ours, batch_updates, connections),
                        "UpdatePhoneNumber": partial(self._load, ours, updates, connections),
                    }
                )
                single = found["UpdatePhoneNumber"].per_second
                for name, seen in found.items():
                    numbers = seen.per_second * (BATCH if name.startswith("Batch") else 1)
                    rows.append([name, str(connections), *seen.cells(), f"{numbers:,.0f}", f"{numbers / single:.1f}"])
        return rows

    def workers(self) -> Rows:
        """Reads, the trivial endpoint and writes on 1, 2 and 4 workers, 32 connections."""
        plan: dict[tuple[str, int], Callable[[], Figures]] = {}
        with ExitStack() as stack:
            for count in WORKERS:
                ours = stack.enter_context(self._run(partial(servers.dialbook, store=self._store, workers=count)))
                trivial = stack.enter_context(self._run(partial(servers.trivial, workers=count)))
                plan["dialbook GetPhoneNumber", count] = partial(self._load, ours, gets, 32)
                plan["trivial endpoint", count] = partial(self._load, trivial, gets, 32)
                plan["dialbook UpdatePhoneNumber", count] = partial(self._load, ours, updates, 32)
            found = self._medians(plan)
        rows: Rows = []
        for (name, count), seen in found.items():
            one = found[name, WORKERS[0]].per_second
            rows.append([name, str(count), *seen.cells(), f"{seen.per_second / one:.2f}"])
        return rows

    def start(self) -> Rows:
        """Start to first answer, and the memory of a worker that has served."""
        return [
            self._started("dialbook", partial(servers.dialbook, store=self._store), get_number(NUMBERS[0]), gets),
            self._started("trivial endpoint", servers.trivial, get_number(NUMBERS[0]), gets),
            self._started("moto", servers.moto, moto_put(), moto_gets),
        ]

    def _started(self, name: str, command: Callable[[int], list[str]], probe: Signed, requests: Requests) -> list[str]:
        seconds, megabytes = [], []
        for _ in range(self._rounds):
            with self._run(command, probe) as server:
                seconds.append(server.first_answer_seconds)
                self._load(server, requests, 32)
                megabytes.append(server.worker_megabytes())
        return [name, f"{statistics.median(seconds) * 1000:.0f}", f"{max(megabytes):.0f}"]

    def _run(self, command: Callable[[int], list[str]], probe: Signed | None = None) -> AbstractContextManager[Running]:
        port = servers.free_port()
        return servers.running(command(port), port, probe or get_number(NUMBERS[0]))

    def _load(self, server: Running, requests: Requests, connections: int) -> Figures:
        return load(server.port, requests(), connections, self._seconds)

    def _medians(self, plan: dict[Label, Callable[[], Figures]]) -> dict[Label, Figures]:
        seen: dict[Label, list[Figures]] = {label: [] for label in plan}
        for _ in range(self._rounds):
            for label, measure in plan.items():
                seen[label].append(measure())
        return {label: sorted(runs, key=lambda run: run.per_second)[len(runs) // 2] for label, runs in seen.items()}


def compared(name: str, connections: int, found: dict[str, Figures]) -> list[str]:
    """Return a row with the speed as a share of the trivial endpoint's and as a multiple of moto's."""
    kind = "POST" if name.endswith(("POST", "UpdatePhoneNumber")) else "GET"
    trivial = found[f"trivial endpoint, the same {kind}"].per_second
    moto = found["moto GetParameter"].per_second
    speed = found[name].per_second
    return [name, str(connections), *found[name].cells(), f"{speed / trivial:.2f}", f"{speed / moto:.1f}"]
