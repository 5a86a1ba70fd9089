"""Measure the store alone: reads, group commit against commit-per-request, and several processes on one file.

Run ``python bench/store.py``; it takes about a minute. A write reads one phone number, puts it back changed, and puts one
line of history: what UpdatePhoneNumber does. Each process has a number of writers, each of which writes again and again.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import Store, Tx
from dialbook.stores.group_commit import Beside, GroupCommit
from dialbook.stores.lane import Lane
from dialbook.stores.limits import Limits
from dialbook.stores.sqlite import SqliteStore, connect, here, open_sqlite
from dialbook.stores.transaction import Reading

ACCOUNT = "000000000000"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
NUMBERS = 20_000


class Burst(msgspec.Struct):
    """What one process did: how many writes in how many seconds, and how long each waited."""

    seconds: float
    waits_milliseconds: list[float]


def number(index: int) -> PhoneNumber:
    """Make a phone number."""
    return PhoneNumber(
        account=ACCOUNT,
        e164=f"+1206{index:07}",
        country="US",
        type="Local",
        product_type="VoiceConnector",
        created_at=NOW,
        updated_at=NOW,
    )


def update(e164: str, change_id: str) -> Callable[[Tx], Awaitable[None]]:
    """Do what UpdatePhoneNumber does."""

    async def work(tx: Tx) -> None:
        before = await tx.get(PhoneNumber, (ACCOUNT, e164))
        assert before is not None
        after = msgspec.structs.replace(before, name=change_id)
        await tx.put(after)
        await tx.put(
            Change(
                account=ACCOUNT,
                subject=f"phone_numbers/{e164}",
                changed_at=NOW,
                change_id=change_id,
                action="UpdatePhoneNumber",
                principal="arn:aws:iam::000000000000:root",
                before=msgspec.json.encode(before).decode(),
                after=msgspec.json.encode(after).decode(),
            )
        )

    return work


def open_shared(location: Path) -> Store:
    """Open the store as the server does."""
    return open_sqlite(location)


def open_without_checkpoints(location: Path) -> Store:
    """Open it so that the log only grows, to see what writing it back costs."""
    return open_sqlite(location, Limits(log_pages=2**31))


def open_naive(location: Path) -> Store:
    """Open it with nothing but SQLite's own lock, busy timeout and checkpoints between the processes."""
    return assemble(location, Limits(), Lane("commits").start)


def open_single(location: Path) -> Store:
    """Open it with a commit for each write, made at once in the event loop."""
    return assemble(location, Limits(batch_works=1), at_once)


def open_single_beside(location: Path) -> Store:
    """Open it with a commit for each write, made in a thread."""
    return assemble(location, Limits(batch_works=1), Lane("commits").start)


def assemble(location: Path, limits: Limits, beside: Beside) -> Store:
    """Put a store together from the same parts without the turnstile."""
    writer, reader = connect(str(location), limits), connect(str(location), limits)
    writer.wal_autocheckpoint(1000)
    commits = GroupCommit(writer, asyncio.Lock(), beside, limits)
    quiet, resources = contextlib.nullcontext(), contextlib.ExitStack()
    return SqliteStore(Reading(reader, 5.0), commits, here(reader), quiet, resources)


async def at_once(call: Callable[[], None]) -> None:
    """Make the call where it stands."""
    call()


OPEN: dict[str, Callable[[Path], Store]] = {
    "shared": open_shared,
    "shared-no-checkpoints": open_without_checkpoints,
    "naive": open_naive,
    "single": open_single,
    "single-beside": open_single_beside,
}


async def burst(store: Store, name: str, writers: int, seconds: float, think: float) -> Burst:
    """Write from ``writers`` tasks for ``seconds``; each thinks for ``think`` seconds of CPU before a write, as a server does."""
    waits: list[float] = []
    start = time.perf_counter()

    async def writer(which: int) -> None:
        turn = 0
        while time.perf_counter() < start + seconds:
            turn += 1
            busy_until = time.perf_counter() + think
            while time.perf_counter() < busy_until:
                pass
            began = time.perf_counter()
            e164 = number((which * 7919 + turn * 104729) % NUMBERS).e164
            await store.write(update(e164, f"{name}-{which}-{turn}"))
            waits.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*map(writer, range(writers)))
    return Burst(time.perf_counter() - start, waits)


async def work_as_process(arguments: argparse.Namespace) -> None:
    """Be one of the processes: say that the store is open, wait for the start, write, report."""
    store = OPEN[arguments.mode](arguments.location)
    print("ready", flush=True)
    sys.stdin.readline()
    done = await burst(store, arguments.name, arguments.writers, arguments.seconds, arguments.think)
    print(msgspec.json.encode(done).decode(), flush=True)
    await store.close()


def together(
    location: Path, mode: str, processes: int, writers: int, seconds: float, think: float
) -> tuple[float, float, float]:
    """Run so many processes at once; return writes per second and the waits' median and 99th percentile in ms."""
    command = [sys.executable, __file__, "--mode", mode, "--location", str(location), "--writers", str(writers)]
    command += ["--seconds", str(seconds), "--think", str(think)]
    running = [
        subprocess.Popen([*command, "--name", f"p{n}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(processes)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    bursts = [msgspec.json.decode(process.communicate()[0], type=Burst) for process in running]
    waits = sorted(wait for one in bursts for wait in one.waits_milliseconds)
    rate = sum(len(one.waits_milliseconds) / one.seconds for one in bursts)
    return rate, waits[len(waits) // 2], waits[len(waits) * 99 // 100]


async def fill(location: Path) -> None:
    """Make a store with numbers in it."""
    store = open_sqlite(location)

    async def work(tx: Tx) -> None:
        for index in range(NUMBERS):
            await tx.put(number(index))

    await store.write(work)
    await store.close()


async def point_read_microseconds(location: Path | None) -> float:
    """Time ``read`` of one record by its key, mapping included."""
    store = open_sqlite(location)
    await store.write(lambda tx: tx.put(number(1)))
    keys = [(ACCOUNT, number(index * 7919 % NUMBERS if location else 1).e164) for index in range(NUMBERS)]
    start = time.perf_counter()
    for key in keys:
        await store.read(lambda tx, key=key: tx.get(PhoneNumber, key))  # type: ignore[misc]
    taken = time.perf_counter() - start
    await store.close()
    return taken / len(keys) * 1e6


def measure(folder: Path, arguments: argparse.Namespace) -> None:
    """Print the tables."""
    location = folder / "numbers.db"
    asyncio.run(fill(location))
    print(
        f"point read: {asyncio.run(point_read_microseconds(location)):.1f} µs from a file of {NUMBERS} numbers,", end=""
    )
    print(f" {asyncio.run(point_read_microseconds(None)):.1f} µs from memory\n")
    print(
        f"{'hand-over and commit':<34}{'processes':>10}{'writers each':>14}{'writes/s':>10}{'p50 ms':>8}{'p99 ms':>8}"
    )
    for label, mode, processes, writers in ROWS:
        rate, median, slowest = together(location, mode, processes, writers, arguments.seconds, arguments.think)
        print(f"{label:<34}{processes:>10}{writers:>14}{rate:>10.0f}{median:>8.1f}{slowest:>8.1f}")


ROWS = [
    ("a commit per write, in the loop", "single", 1, 32),
    ("a commit per write, in a thread", "single-beside", 1, 32),
    ("group commit, no checkpoints", "shared-no-checkpoints", 1, 32),
    *(("group commit, turnstile", "shared", processes, 32 // processes) for processes in (1, 2, 4)),
    *(("group commit, turnstile", "shared", processes, 32) for processes in (2, 4)),
    *(("group commit, SQLite's lock", "naive", processes, 32 // processes) for processes in (1, 2, 4)),
    *(("group commit, SQLite's lock", "naive", processes, 32) for processes in (2, 4)),
]
"""What is compared: a label, how the store is opened, processes, writers in each."""


def main() -> None:
    """Measure, or be one of the processes measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each row lasts")
    parser.add_argument("--think", type=float, default=0.0, help="seconds of CPU that a request costs beside its write")
    for option in ("mode", "name"):
        parser.add_argument(f"--{option}", help=argparse.SUPPRESS)
    parser.add_argument("--location", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--writers", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.mode:
        asyncio.run(work_as_process(arguments))
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), arguments)


if __name__ == "__main__":
    main()
