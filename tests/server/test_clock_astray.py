"""Two nodes on one database, and the clock of one of them is an hour ahead; and how the clocks are compared."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from debian import required_program
from dialbook.cli.failure import Failure
from dialbook.cli.session import moment_of
from dialbook.server import clock
from dialbook.server.build import upgrade_store
from dialbook.server.clock import compare_clocks, wall
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
    """It settles nothing early, neither by itself nor for those who ask, and says that it is not ready; the other one serves on."""
    right, ahead = nodes
    name = raw.update(b'{"CallingName":"Front Desk"}', key=KEY)
    assert raw.status_of(right.port, name) == 200
    assert readiness(right.port) == READY
    assert readiness(ahead.port) == ASTRAY
    for at in (wall(), wall() + HOUR):
        for request in (raw.signed("GET", "/phone-numbers", key=KEY, at=at), rename(SAMPLE[1], "Early", at=at)):
            refused = raw.ask(ahead.port, request)
            assert refused is not None
            assert (refused.status, refused.headers["retry-after"]) == (503, "1")

    answer = raw.ask(right.port, raw.get(key=KEY))
    assert answer is not None
    assert b'"CallingNameStatus":"UpdateInProgress"' in answer.body
    assert raw.status_of(right.port, rename(SAMPLE[1], "On time")) == 200
    history = right.command("numbers", "history", SAMPLE[1], "--account", KEY[0])
    assert ("Early" in history, "On time" in history) == (False, True)
    told = [errors.count("no request is answered until") for errors in (right.errors(), ahead.errors())]
    assert told == [0, 2]  # by the main process and by its worker


class Database:
    """A store of which only the clock is asked."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    async def time(self) -> datetime:
        """Return what its clock shows."""
        return wall() + self.ahead


def test_a_clock_that_is_right_again_is_heeded(caplog: pytest.LogCaptureFixture) -> None:
    """Either way it is logged once, however often it is compared; a minute is nothing yet."""
    database, astray, seen = Database(), asyncio.Event(), []

    async def compare(ahead: timedelta) -> None:
        database.ahead = ahead
        await compare_clocks(cast(Any, database), astray)
        seen.append(astray.is_set())

    for ahead in (59, 61, 3600, -61, -59, 0, -61):
        asyncio.run(compare(timedelta(seconds=ahead)))

    assert seen == [False, True, True, True, False, False, True]
    assert [text.partition(": ")[2].partition(" ")[0] for text in caplog.messages] == ["no", "requests", "no"]


def test_a_command_on_a_machine_with_a_wrong_clock_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers that others have would look as if they were free."""
    with database() as url:
        asyncio.run(upgrade_store(url))
        shown = moment_of(url)
        monkeypatch.setattr(clock, "wall", lambda: shown + timedelta(minutes=2))

        with pytest.raises(Failure, match="This machine's clock differs from the store's by more than a minute"):
            moment_of(url)
