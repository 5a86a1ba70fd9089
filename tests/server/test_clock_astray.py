"""Two nodes on one database, and the clock of one of them is an hour ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from debian import required_program
from dialbook.server.clock import wall
from postgres import cluster, database
from server import raw
from server.balanced import readiness
from server.process import KEY, SAMPLE, Dialbook, rename, wait_until
from server.test_postgres_probes import READY

HOUR = timedelta(hours=1)
ASTRAY = (503, {"status": "unavailable", "reason": "The clock of this process is not the one of its store."})
SWITCHES = ("--calling-name-delay", "30m")
PLACES = [Path("/usr/lib"), Path("/usr/lib64")]


@pytest.fixture
def faketime(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let programs that are started from now on live an hour ahead, but not PostgreSQL."""
    cluster()
    required_program("faketime", "faketime")
    [library, *_] = [found for place in PLACES for found in place.glob("*/faketime/libfaketimeMT.so.1")]
    monkeypatch.setenv("LD_PRELOAD", str(library))
    monkeypatch.setenv("FAKETIME", "+1h")
    monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    return monkeypatch


@pytest.fixture
def nodes(tmp_path: Path, faketime: pytest.MonkeyPatch) -> Iterator[tuple[Dialbook, Dialbook]]:
    """Run a node with the right time, and one that is ahead."""
    homes = [tmp_path / name for name in ("right", "ahead")]
    for home in homes:
        home.mkdir()
    with database() as url:
        right, ahead = (Dialbook(home, *SWITCHES, store=url) for home in homes)
        with ahead.starting():
            faketime.undo()
            with right.serving():
                wait_until(ahead.answers)
                yield right, ahead


def test_the_clock_of_one_node_is_an_hour_ahead(nodes: tuple[Dialbook, Dialbook]) -> None:
    """It settles nothing early, says that it is not ready, and takes no signature of the right time; the other one serves on."""
    right, ahead = nodes
    name = raw.update(b'{"CallingName":"Front Desk"}', key=KEY)
    assert raw.status_of(right.port, name) == 200
    assert readiness(right.port) == READY
    assert readiness(ahead.port) == ASTRAY
    swept = ahead.errors().count("others settle what is due")
    wait_until(lambda: ahead.errors().count("others settle what is due") > swept + 1)
    answer = raw.ask(right.port, raw.get(key=KEY))
    assert answer is not None
    assert b'"CallingNameStatus":"UpdateInProgress"' in answer.body
    assert "others settle what is due" not in right.errors()

    assert raw.status_of(ahead.port, rename(SAMPLE[1], "Now")) == 403
    assert raw.status_of(ahead.port, rename(SAMPLE[1], "Later", at=wall() + HOUR)) == 200
    assert raw.status_of(right.port, rename(SAMPLE[1], "Last")) == 200
    history = right.command("numbers", "history", SAMPLE[1], "--account", KEY[0])
    assert history.index("Later") < history.index("Last")
