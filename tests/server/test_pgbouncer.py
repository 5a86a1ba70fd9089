"""Everything that dialbook does, through a pooler in transaction mode."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.calling import connected, environment_of
from controls import scenes
from dialbook.controls import snapshots
from dialbook.server.feed import events_after
from dialbook.server.handle import Service
from flows import test_life
from pgbouncer import pooled
from postgres import PASSWORD, database
from running import ACCOUNT, RunningServer
from server.load import Load
from server.process import Dialbook, stored_names_of


@pytest.fixture
def url() -> Iterator[str]:
    """Have a database that is reached through the pooler."""
    with database() as made:
        yield pooled(made)


@pytest.fixture
def server(url: str) -> Iterator[RunningServer]:
    """Run a server on it."""
    with RunningServer(store=url) as running:
        yield running


def test_a_number_lives_through_a_pooler(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its order to its end, with search, voice connectors and the deletion queue."""
    environment = environment_of(server.url, ACCOUNT)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    with connected("boto3", environment) as call:
        test_life.test_a_number_is_ordered_assigned_and_given_up(lambda: call, server)


def test_a_state_is_brought_back_through_a_pooler(url: str) -> None:
    """All of it, and the feed tells of it."""

    async def scenario(service: Service) -> None:
        await scenes.fill(service)
        before = await scenes.state(service)
        content = await snapshots.take(service)
        end = await service.store.feed_end()
        await scenes.fill(service, scenes.OTHER, 1)
        assert len(await events_after(service.store, end)) > 0
        await snapshots.restore(service, content)
        assert await scenes.state(service) == before

    scenes.with_service(scenario, store=url)


def test_nodes_and_commands_share_a_database_through_a_pooler(tmp_path: Path) -> None:
    """It is upgraded, filled, imported into under load and verified; no password is in what is said."""
    csv = tmp_path / "numbers.csv"
    lines = [f"+12065551{at:03},123456789012,VoiceConnector" for at in range(300)]
    csv.write_text("\n".join(["E164PhoneNumber,Account,ProductType", *lines, ""]))
    with database(empty=True) as direct:
        dialbook = Dialbook(tmp_path, "--workers", "2", store=pooled(direct))
        dialbook.command("store", "upgrade")
        with dialbook.serving():
            with Load(dialbook.port) as load:
                load.await_more(3)
                assert "300 imported, 0 bad" in dialbook.command("numbers", "import", str(csv))
                load.await_more(3)
            assert "0 findings" in dialbook.command("store", "verify")
            dialbook.signal()
            assert (dialbook.exit_status(), dialbook.complaints()) == (0, [])
        load.check(asyncio.run(stored_names_of(direct)))
        assert PASSWORD not in dialbook.errors()
