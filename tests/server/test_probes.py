"""What load balancers are told, and what becomes of requests when they heed it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import apsw
import pytest

from dialbook.ports.store import StoreUnavailable
from dialbook.server import probes
from dialbook.stores.sqlite import SqliteStore
from running import RunningServer
from server import raw
from server.balanced import TARGET, readiness, stop_in_the_midst
from server.process import HEALTH, SAMPLE, Dialbook, get, rename, wait_until
from server.raw import Wire


@pytest.mark.parametrize("controls", [False, True])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_server_with_its_store_is_ready(method: str, controls: bool) -> None:
    """Nobody has to sign, with the controls or without them."""
    with RunningServer(controls=controls) as server:
        answer = raw.ask(server.port, raw.head(method, TARGET, [("Host", "any.test")]), method)

        assert answer is not None
        assert (answer.status, answer.body) == (200, b"" if method == "HEAD" else b'{"status":"ready"}')


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_readiness_is_only_read(server: RunningServer, method: str) -> None:
    """RFC 9110, 15.5.6: a 405 says which methods there are."""
    answer = raw.ask(server.port, raw.head(method, TARGET, [("Host", "any.test"), ("Content-Length", "2")]) + b"{}")

    assert answer is not None
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("target", [TARGET + "/", "/_dialbook//ready", "/_dialbook/READY", "/%5Fdialbook/ready"])
def test_only_readiness_is_told_to_everybody(server: RunningServer, target: str) -> None:
    """What is nearly its path is a request of the API, which must be signed."""
    assert raw.status_of(server.port, raw.head("GET", target, [("Host", "any.test")])) == 403


def test_a_store_that_another_version_has_changed_is_not_served(tmp_path: Path) -> None:
    """As when the new version of two was started first; the process lives, and is ready again when the schema is."""
    file = tmp_path / "numbers.db"
    with RunningServer(store=str(file)) as server:
        with apsw.Connection(str(file)) as other:
            other.execute("insert into schema_version values (9999, 'tomorrow')")
        refused = readiness(server.port)
        assert raw.status_of(server.port, HEALTH) == 200
        with apsw.Connection(str(file)) as other:
            other.execute("delete from schema_version where version = 9999")

        assert refused == (
            503,
            {"status": "unavailable", "reason": "The store has another schema than this version of dialbook."},
        )
        assert readiness(server.port) == (200, {"status": "ready"})


def test_an_older_schema_is_not_served(tmp_path: Path) -> None:
    """As when an old backup was put in the place of the file."""
    file = tmp_path / "numbers.db"
    with RunningServer(store=str(file)) as server:
        with apsw.Connection(str(file)) as other:
            other.execute("delete from schema_version where version > 11")

        assert readiness(server.port)[0] == 503


def test_without_its_store_a_server_is_not_ready(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is one sentence that says nothing of the place."""

    async def fail(_: object) -> None:
        raise StoreUnavailable("The disk of the store reports an error.")

    monkeypatch.setattr(SqliteStore, "check", fail)

    assert readiness(server.port) == (503, {"status": "unavailable", "reason": "The store does not answer."})
    assert raw.status_of(server.port, HEALTH) == 200


def test_a_store_that_hangs_is_not_waited_for(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A probe must be answered, or its balancer takes the process for dead."""
    let_go = asyncio.Event()

    async def hang(_: object) -> None:
        await let_go.wait()

    monkeypatch.setattr(SqliteStore, "check", hang)
    monkeypatch.setattr(probes, "PATIENCE_SECONDS", 0.05)

    assert readiness(server.port)[0] == 503


def test_a_server_that_stops_is_not_ready_but_answers(tmp_path: Path) -> None:
    """Until the drain delay is over requests are answered as ever, and each connection is given up with its answer."""
    with Dialbook(tmp_path, "--workers", "2", "--drain-delay", "2s").serving() as dialbook, Wire(dialbook.port) as kept:
        assert readiness(dialbook.port) == (200, {"status": "ready"})
        first = kept.send(get(SAMPLE[0])).answer()
        dialbook.signal()
        wait_until(lambda: readiness(dialbook.port) == (503, {"status": "stopping"}))
        wait_until(lambda: [readiness(dialbook.port)[0] for _ in range(8)] == [503] * 8)  # both workers
        health = raw.status_of(dialbook.port, HEALTH)
        last = kept.send(rename(SAMPLE[0], "Late")).answer()

        assert (health, last and last.status) == (200, 200)
        assert first is not None
        assert "connection" not in first.headers
        assert last is not None
        assert last.headers["connection"] == "close"
        assert kept.is_closed()
        assert (dialbook.exit_status(), dialbook.complaints()) == (0, [])
        assert dialbook.names()[SAMPLE[0]] == "Late"


def test_no_request_is_cut_where_a_balancer_heeds_readiness(tmp_path: Path) -> None:
    """Every request that was sent is answered with success, though the server is stopped in the midst of them."""
    with Dialbook(tmp_path, "--workers", "2", "--drain-delay", "1s").serving() as dialbook:
        assert stop_in_the_midst(dialbook, requests=30) == dialbook.names()


def test_a_worker_that_was_told_to_stop_is_not_ready(server: RunningServer) -> None:
    """At once, whether it will drain or not; that it lives is told until it ends."""

    async def tell() -> None:
        server.service.stopping.set()

    server.do(tell())

    assert readiness(server.port) == (503, {"status": "stopping"})
    assert raw.status_of(server.port, HEALTH) == 200
