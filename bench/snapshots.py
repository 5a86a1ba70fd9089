"""Snapshots of 1,000 numbers: taken, restored, and a reset, in memory and in a file, beside SQLite's own backup of the same file."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import apsw

from dialbook.controls import resets, snapshots
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Tx
from dialbook.server.build import build
from dialbook.server.config import Config
from dialbook.server.handle import Service
from dialbook.server.inventory import add

NUMBERS = 1000
Step = Callable[[], Awaitable[object]]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def fill(service: Service) -> None:
    """Put numbers into the store, each with a line of history."""

    async def work(tx: Tx) -> None:
        ledger = Ledger(tx, NOW, Author("bench", "fill", "bench"))
        for index in range(NUMBERS):
            number = PhoneNumber(
                account="123456789012",
                e164=f"+1206555{index:04}",
                country="US",
                type="Local",
                product_type="VoiceConnector",
                name=f"Desk {index}",
                created_at=NOW,
                updated_at=NOW,
            )
            await add(ledger, number, "bench")

    await service.store.write(work)


async def median_milliseconds(step: Step, rounds: int, before: Step | None = None) -> float:
    """Return the median time of a step; what must come before it is not counted."""
    seen = []
    for _ in range(rounds):
        if before is not None:
            await before()
        began = time.perf_counter()
        await step()
        seen.append(time.perf_counter() - began)
    return statistics.median(seen) * 1000


async def measured(name: str, store: str, rounds: int) -> list[str]:
    """Return a row: taken, restored when it is met for the first time and then again, and reset."""
    service = await build(Config(store=store, controls=True, sample=False, master_key_file=Path("/nonexistent")))
    await fill(service)
    content = await snapshots.take(service)

    async def forget() -> None:
        snapshots.forget_opened()

    restore = partial(snapshots.restore, service, content)
    figures = [
        await median_milliseconds(partial(snapshots.take, service), rounds),
        await median_milliseconds(restore, rounds, before=forget),
        await median_milliseconds(restore, rounds),
        await median_milliseconds(partial(resets.reset, service), rounds, before=restore),
    ]
    await service.store.close()
    return [name, *(f"{figure:.1f}" for figure in figures), f"{len(content) / 1024:.0f}"]


def backed_up(source: apsw.Connection, target: apsw.Connection) -> None:
    """Copy a whole database into another, durably."""
    with target.backup("main", source, "main") as backup:
        backup.step()


async def reference(file: Path, rounds: int) -> list[str]:
    """Return a row: the file backed up into another file, and that back into the first."""
    other = file.with_suffix(".backup")
    with (
        contextlib.closing(apsw.Connection(str(file))) as one,
        contextlib.closing(apsw.Connection(str(other))) as two,
    ):

        async def away() -> None:
            backed_up(one, two)

        async def back() -> None:
            backed_up(two, one)

        figures = [await median_milliseconds(step, rounds) for step in (away, back)]
    return [
        "SQLite's backup of that file",
        f"{figures[0]:.1f}",
        "",
        f"{figures[1]:.1f}",
        "",
        f"{other.stat().st_size / 1024:.0f}",
    ]


def rows(folder: Path, rounds: int) -> list[list[str]]:
    """Measure, and return the rows of a table."""

    async def run() -> list[list[str]]:
        file = folder / "snapshots.db"
        service = await build(Config(store=str(file), sample=False, master_key_file=Path("/nonexistent")))
        await fill(service)
        await service.store.close()
        copied = await reference(file, rounds)
        return [
            await measured("dialbook, in memory", "memory:", rounds),
            await measured("dialbook, in a file", str(folder / "measured.db"), rounds),
            copied,
        ]

    return asyncio.run(run())
