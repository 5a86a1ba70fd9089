"""What was acknowledged is there after ``kill -9``, and nothing is there by half."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from dialbook.domain.registry import Ownership
from dialbook.stores.sqlite import open_sqlite

ProcessStarter = Callable[..., Any]


async def owned(location: Path) -> set[str]:
    """Open the store as the next process would and list its keys."""
    store = open_sqlite(location)
    records = await store.read(lambda tx: tx.page(Ownership, {}, None, 10_000_000))
    await store.close()
    return {record.e164 for record in records}


@pytest.mark.parametrize("processes", [1, 3])
def test_acknowledged_writes_survive_kills(location: Path, start_process: ProcessStarter, processes: int) -> None:
    """Rounds of processes that write pairs and are killed in the middle: every pair they told of is there, no half of any is."""
    acknowledged: set[str] = set()
    for turn in range(4):
        running = [start_process("write_pairs", location, f"{turn}-{at}", 4, 1_000_000) for at in range(processes)]
        for another in running:
            another.go()
        time.sleep(0.1 + 0.05 * turn)
        for another in running:
            another.kill()
            acknowledged.update(line for line in another.lines() if line != "ready")
    there = asyncio.run(owned(location))
    firsts, seconds = ({name[:-2] for name in there if name.endswith(end)} for end in ("-a", "-b"))
    assert len(acknowledged) > 20
    assert acknowledged - firsts == set()
    assert firsts == seconds
    assert apsw.Connection(str(location)).execute("pragma integrity_check").get == "ok"


def test_a_killed_process_disturbs_no_other(location: Path, start_process: ProcessStarter) -> None:
    """While one process after the other is killed in the middle of its writes, another one finishes all of its own."""
    survivor = start_process("write_pairs", location, "survivor", 4, 150)
    survivor.go()
    for turn in range(4):
        victim = start_process("write_pairs", location, f"victim-{turn}", 4, 1_000_000)
        victim.go()
        time.sleep(0.05)
        victim.kill()
    assert survivor.process.wait(60) == 0
    assert len(survivor.lines()) == 1 + 4 * 150
    there = asyncio.run(owned(location))
    assert {f"survivor-{which}-{turn}-a" for which in range(4) for turn in range(150)} <= there
