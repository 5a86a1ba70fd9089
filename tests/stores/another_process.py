"""What the other processes of these tests do to a store's file. Each says a line when it is ready, and waits for one where it must."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from dialbook.domain.history import Change
from dialbook.domain.registry import Ownership
from dialbook.ports.store import Tx
from dialbook.stores.sqlite import open_sqlite
from dialbook.stores.turnstile import Turnstile


def say(line: str) -> None:
    """Print for the test to read."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def write_pairs(location: Path, name: str, writers: int, most: int) -> None:
    """Write pairs of records, each pair in one work, and say each pair once it is acknowledged."""
    store = open_sqlite(location)
    say("ready")
    sys.stdin.readline()

    async def writer(which: int) -> None:
        for turn in range(most):
            pair = f"{name}-{which}-{turn}"

            async def work(tx: Tx, pair: str = pair) -> None:
                await tx.put(Ownership(e164=f"{pair}-a", owner="123456789012", claim_id=pair))
                await tx.put(Ownership(e164=f"{pair}-b", owner="123456789012", claim_id=pair))

            await store.write(work)
            say(pair)

    await asyncio.gather(*map(writer, range(writers)))
    await store.close()


async def write_changes(location: Path, name: str, count: int) -> None:
    """Write changes, one in each work."""
    store = open_sqlite(location)
    say("ready")
    sys.stdin.readline()
    for number in range(count):
        change = a_change(f"{name}/{number}")
        await store.write(lambda tx, change=change: tx.put(change))  # type: ignore[misc]
    await store.close()


def a_change(change_id: str) -> Change:
    """Return a change with this id."""
    return Change(
        account="123456789012",
        subject="phone_numbers/+12065550100",
        changed_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        change_id=change_id,
        action="Test",
        principal="tests",
        before=None,
        after="{}",
    )


def hold_the_turn(location: Path) -> None:
    """Take the turn and keep it."""
    Turnstile(location).enter()
    say("ready")
    sys.stdin.readline()


def open_and_close(location: Path) -> None:
    """Open the store at the signal, which creates or upgrades it."""
    say("ready")
    sys.stdin.readline()
    store = open_sqlite(location)
    asyncio.run(store.close())
    say("opened")


def main() -> None:
    """Do the task that the command line names."""
    task, location, *rest = sys.argv[1:]
    match task:
        case "write_pairs":
            asyncio.run(write_pairs(Path(location), rest[0], int(rest[1]), int(rest[2])))
        case "write_changes":
            asyncio.run(write_changes(Path(location), rest[0], int(rest[1])))
        case "hold_the_turn":
            hold_the_turn(Path(location))
        case "open_and_close":
            open_and_close(Path(location))
        case _:
            raise SystemExit(f"no such task: {task}")


main()
