"""Several workers on one file, or on one database, are one server."""

from __future__ import annotations

import multiprocessing
import re
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar

import pytest

from postgres import database
from server import raw
from server.load import Load, Renaming
from server.process import SAMPLE, Dialbook, get, rename
from server.raw import Wire


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dialbook]:
    """Run a server with two workers."""
    with ExitStack() as stack:
        store = stack.enter_context(database()) if request.param == "postgresql" else None
        dialbook = Dialbook(tmp_path_factory.mktemp("pair"), "--workers", "2", store=store)
        yield stack.enter_context(dialbook.serving())


def test_what_one_worker_has_acknowledged_all_show(pair: Dialbook) -> None:
    """A name is written through one connection and read through many others, of which some lead to the other worker."""
    for n in range(50):
        assert raw.status_of(pair.port, rename(SAMPLE[0], f"Desk-{n}")) == 200
        for _ in range(4):
            answer = raw.ask(pair.port, get(SAMPLE[0]))
            assert answer is not None
            assert f'"Name":"Desk-{n}"'.encode() in answer.body


class Rereading(Renaming):
    """A client that reads each name back, once it is promised, through other connections than it was written through."""

    stale: ClassVar[list[tuple[bytes, int]]] = []

    def _use(self, wire: Wire) -> None:
        with Wire(self._port) as first, Wire(self._port) as second:
            while not self.ended.is_set():
                name = self.sent = self.sent + 1
                assert status_on(wire, rename(self.number, str(name))) == 200
                self.acknowledged = name
                for reader in (first, second):
                    answer = reader.send(get(self.number)).answer()
                    assert answer is not None
                    if f'"Name":"{name}"'.encode() not in answer.body:
                        self.stale.append((answer.body, name))


def status_on(wire: Wire, request: bytes) -> int | None:
    """Send a request on a connection, and return the status of the answer."""
    answer = wire.send(request).answer()
    return None if answer is None else answer.status


def test_what_is_acknowledged_is_shown_while_others_write(pair: Dialbook) -> None:
    """What a worker knows is never older than what any worker has promised."""
    Rereading.stale.clear()
    with Load(pair.port, kind=Rereading) as load:
        load.await_more(50)
    assert not Rereading.stale


def test_workers_write_at_the_same_time(pair: Dialbook) -> None:
    """Nobody is refused, and every promise is kept."""
    with Load(pair.port) as load:
        load.await_more(100)
    names = {}
    for number in SAMPLE:
        answer = raw.ask(pair.port, get(number))
        assert answer is not None
        names[number] = re.findall(rb'"Name":"(\d+)"', answer.body)[0].decode()
    load.check(names)


def test_a_key_that_is_created_is_known_at_once_and_one_that_is_revoked_never_again(pair: Dialbook) -> None:
    """By every worker, on connections that were open before, from the next request on."""
    with Wire(pair.port) as first, Wire(pair.port) as second, Wire(pair.port) as third, Wire(pair.port) as fourth:
        wires = [first, second, third, fourth]
        key = created(pair)
        before = [wire.send(get(SAMPLE[0], key)).answer() for wire in wires]
        pair.command("keys", "revoke", key[0])
        after = [wire.send(get(SAMPLE[0], key)).answer() for wire in wires]

    assert [answer.status for answer in before if answer is not None] == [200] * 4
    assert [answer.status for answer in after if answer is not None] == [403] * 4
    assert [raw.status_of(pair.port, get(SAMPLE[0], key)) for _ in range(10)] == [403] * 10


def created(dialbook: Dialbook) -> tuple[str, str]:
    """Create a key for the sample's account from the command line."""
    printed = dialbook.command("keys", "create", "--account", "000000000000")
    exports = dict(word.split("=", 1) for line in printed.splitlines() for word in shlex.split(line) if "=" in word)
    return exports["AWS_ACCESS_KEY_ID"], exports["AWS_SECRET_ACCESS_KEY"]


def test_more_workers_than_cores_are_served_without_advice(tmp_path: Path) -> None:
    """Granian names a setting that dialbook lacks. A machine of many cores cannot show that nothing is said."""
    with Dialbook(tmp_path, "--workers", str(min(multiprocessing.cpu_count() + 1, 9))).serving() as dialbook:
        assert dialbook.errors() == ""
