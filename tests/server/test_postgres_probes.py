"""Readiness, and a stop, on PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from dialbook.server import probes
from postgres import cluster, database, name_of
from running import RunningServer
from server import raw
from server.balanced import readiness, stop_in_the_midst
from server.process import HEALTH, SAMPLE, Dialbook, rename, stored_names_of, wait_until
from server.raw import Wire

READY = (200, {"status": "ready"})
OTHER_SCHEMA = (503, {"status": "unavailable", "reason": "The store has another schema than this version of dialbook."})
WITHOUT_STORE = (503, {"status": "unavailable", "reason": "The store does not answer."})


@pytest.fixture
def url() -> Iterator[str]:
    """Have a database with today's schema."""
    with database() as made:
        yield made


@contextlib.contextmanager
def stopped(url: str) -> Iterator[None]:
    """Have every process that serves a database stand still."""
    rows = cluster().run(f"select pid from pg_stat_activity where datname = '{name_of(url)}'")
    pids = [row[0] for row in rows]
    assert pids
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize(
    ("change", "back"),
    [
        ("insert into schema_version values (9999, 'tomorrow')", "delete from schema_version where version = 9999"),
        (
            "update schema_version set version = -version where version > 11",
            "update schema_version set version = -version where version < 0",
        ),
        ("alter table schema_version rename to versions", "alter table versions rename to schema_version"),
    ],
)
def test_another_schema_is_not_served(url: str, change: str, back: str) -> None:
    """A newer one, an older one, or none: the process lives, and is ready again when the schema is."""
    with RunningServer(store=url) as server:
        assert readiness(server.port) == READY
        cluster().run(change, name_of(url))
        refused = readiness(server.port)
        assert raw.status_of(server.port, HEALTH) == 200
        cluster().run(back, name_of(url))

        assert refused == OTHER_SCHEMA
        assert readiness(server.port) == READY


def test_a_database_that_hangs_is_not_waited_for(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A probe must be answered; the next one finds another connection."""
    monkeypatch.setattr(probes, "PATIENCE_SECONDS", 0.2)
    with RunningServer(store=url) as server:
        assert readiness(server.port) == READY
        with stopped(url):
            assert readiness(server.port) == WITHOUT_STORE
            assert raw.status_of(server.port, HEALTH) == 200
            wait_until(lambda: readiness(server.port) == READY)


def test_a_database_that_is_gone_is_told(url: str) -> None:
    """Whatever PostgreSQL says of it, a balancer is told one thing."""
    with RunningServer(store=url) as server:
        cluster().run(f"alter database {name_of(url)} allow_connections false")
        cluster().run(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name_of(url)}'")
        assert readiness(server.port) == WITHOUT_STORE
        assert raw.status_of(server.port, raw.get()) == 503
        cluster().run(f"alter database {name_of(url)} allow_connections true")
        assert readiness(server.port) == READY


def test_no_request_is_cut_by_a_stop(url: str, tmp_path: Path) -> None:
    """Every request of clients who heed readiness is answered with success, though the server is stopped in the midst of them."""
    with Dialbook(tmp_path, "--workers", "2", "--drain-delay", "1s", store=url).serving() as dialbook:
        last = stop_in_the_midst(dialbook, requests=5)
    assert asyncio.run(stored_names_of(url)) == last


def test_a_request_that_waits_for_the_database_is_answered_after_a_stop(url: str, tmp_path: Path) -> None:
    """The server takes nothing more, and ends when it has its answer."""

    waiting = f"select 1 from pg_stat_activity where datname = '{name_of(url)}' and wait_event_type = 'Lock'"

    async def scenario(dialbook: Dialbook, wire: Wire) -> None:
        other = await asyncpg.connect(url)
        async with other.transaction():
            await other.execute("select 1 from phone_numbers where e164 = $1 for update", SAMPLE[0])
            wire.send(rename(SAMPLE[0], "Late"))
            wait_until(lambda: cluster().run(waiting))
            dialbook.signal()
            wait_until(dialbook.refuses)
        await other.close()

    with Dialbook(tmp_path, store=url).serving() as dialbook, Wire(dialbook.port) as wire:
        asyncio.run(scenario(dialbook, wire))
        answer = wire.answer()

        assert answer is not None
        assert answer.status == 200
        assert (dialbook.exit_status(), dialbook.complaints()) == (0, [])
    assert asyncio.run(stored_names_of(url))[SAMPLE[0]] == "Late"
