"""What clients are told while PostgreSQL cannot do its work, and what is there when it can again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import asyncpg
import pytest

from dialbook.stores.postgres import store as postgres_store
from postgres import PASSWORD, cluster, database, name_of
from running import RunningServer
from server import raw
from server.process import wait_until
from server.test_postgres_probes import stopped
from stores.postgres.attempts import HASTY, kill_connections

Fault = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def url() -> Iterator[str]:
    """Have a database, and a user for it who is nobody special."""
    with database() as made:
        role = name_of(made)
        cluster().run(f"create role {role} login password '{PASSWORD}'")
        cluster().run(f"grant all on all tables in schema public to {role}", name_of(made))
        yield made.replace("//postgres:", f"//{role}:")
        kill_connections(made)
        cluster().run(f"drop owned by {role}", name_of(made))
        cluster().run(f"drop role {role}")


@pytest.fixture
def server(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningServer]:
    """Run a server on it that waits for nothing long."""
    monkeypatch.setattr(postgres_store, "Limits", lambda: HASTY)
    with RunningServer(store=url) as running:
        running.add_number(raw.NUMBER)
        yield running


@contextlib.contextmanager
def altered(url: str, change: str, back: str) -> Iterator[None]:
    """Have the role or the database changed, and begin with no connections."""
    cluster().run(change.format(name_of(url)))
    kill_connections(url)
    try:
        yield
    finally:
        cluster().run(back.format(name_of(url)))
        kill_connections(url)


def read_only(url: str) -> AbstractContextManager[None]:
    """Have a host that takes no writes."""
    return altered(
        url, "alter database {} set default_transaction_read_only = on", "alter database {} reset default_transaction_read_only"
    )  # fmt: skip


def password_changed(url: str) -> AbstractContextManager[None]:
    """Have another password than the server knows."""
    return altered(url, "alter role {} password 'another'", f"alter role {{}} password '{PASSWORD}'")


def no_connection_left(url: str) -> AbstractContextManager[None]:
    """Have no connection for the server."""
    return altered(url, "alter role {} connection limit 0", "alter role {} connection limit -1")


def database_closed(url: str) -> AbstractContextManager[None]:
    """Have a database that takes no connections."""
    return altered(url, "alter database {} allow_connections false", "alter database {} allow_connections true")


@contextlib.contextmanager
def all_of_it_hangs(url: str) -> Iterator[None]:
    """Have a server that stands still, and takes connections to which it says nothing."""
    with stopped(url):
        os.kill(cluster().postmaster(), signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(cluster().postmaster(), signal.SIGCONT)


@pytest.mark.parametrize("fault", [read_only, password_changed, no_connection_left, database_closed, all_of_it_hangs])
def test_clients_are_told_to_come_again(
    server: RunningServer, url: str, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    """With 503 and a time; afterwards all that was acknowledged is there, and no log has shown a password."""
    assert raw.status_of(server.port, raw.update(b'{"Name":"Acknowledged"}')) == 200
    with fault(url):
        answer = raw.ask(server.port, raw.update(b'{"Name":"Refused"}'))
    again = raw.ask(server.port, raw.get())

    assert answer is not None
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert answer.headers["x-amzn-errortype"] == "ServiceUnavailableException"
    assert json.loads(answer.body)["Message"] == "The service is currently unavailable."
    assert again is not None
    assert json.loads(again.body)["PhoneNumber"]["Name"] == "Acknowledged"
    assert raw.status_of(server.port, raw.update(b'{"Name":"Later"}')) == 200
    told = [record for record in caplog.records if record.name == "dialbook.requests"]
    assert told
    for record in told:  # one line each, for there may be thousands
        assert re.fullmatch(r"the store is unavailable: .*\.( \(\w+\))?", record.getMessage())
        assert record.exc_info is None
    assert PASSWORD not in caplog.text


def test_many_ask_a_database_that_hangs(server: RunningServer, url: str) -> None:
    """Reads and writes, with connections that it had and without: each is told to come again, and is served again."""

    def ask(at: int) -> int | None:
        return raw.status_of(server.port, raw.update() if at % 2 else raw.get())

    with ThreadPoolExecutor(32) as clients:
        assert list(clients.map(ask, range(64))) == [200] * 64  # and now there are connections
        with all_of_it_hangs(url):
            assert list(clients.map(ask, range(64))) == [503] * 64
        wait_until(lambda: ask(0) == ask(1) == 200)


def test_few_connections_are_shared(url: str) -> None:
    """Where PostgreSQL has no more, the server makes do with those that it has, and refuses nobody for that."""
    few = altered(url, "alter role {} connection limit 1", "alter role {} connection limit -1")
    with RunningServer(store=url) as server:
        server.add_number(raw.NUMBER)
        with few, ThreadPoolExecutor(8) as clients:
            statuses = list(clients.map(lambda _: raw.status_of(server.port, raw.update()), range(24)))

    assert statuses == [200] * 24


def test_a_statement_that_takes_too_long_is_ended(server: RunningServer, url: str) -> None:
    """Another program keeps the table from everybody: the request is refused in time, and the next one is served."""

    async def scenario() -> int | None:
        other = await asyncpg.connect(cluster().url(name_of(url)))
        async with other.transaction():
            await other.execute("lock table phone_numbers in access exclusive mode")
            status = await asyncio.to_thread(raw.status_of, server.port, raw.update(b'{"Name":"Refused"}'))
        await other.close()
        return status

    assert asyncio.run(scenario()) == 503
    assert raw.status_of(server.port, raw.update()) == 200
