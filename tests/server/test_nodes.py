"""Several servers on one database, none of them a leader, are one server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

import pytest

from controls.http.client import ask
from controls.http.streaming import Listener
from postgres import database
from server import raw
from server.process import SAMPLE, Dialbook, get, rename, wait_until
from server.receiver import SECRET, Receiver
from server.test_workers import created

OPERATION = "GetPhoneNumber"
PENDING = "+12065550104"
"""A number of the sample whose calling name is settled after 72 hours."""
Nodes = list[Dialbook]


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    """Take what is sent to the webhook."""
    with Receiver() as running:
        yield running


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Nodes]:
    """Run two servers on one database, which both begin at the same time; they have the same master key."""
    home = tmp_path_factory.mktemp("nodes")
    options = ("--controls", "--webhook", receiver.url, "--webhook-secret", SECRET)
    with database() as url, ExitStack() as stack:
        both = [Dialbook(home, *options, store=url) for _ in range(2)]
        for node in both:
            stack.enter_context(node.starting())
        for node in both:
            wait_until(node.answers)
        yield both


@pytest.fixture(autouse=True)
def unhindered(nodes: Nodes) -> Iterator[None]:
    """Leave neither a limit nor a fault to the next test."""
    yield
    for path in ("/throttles", "/faults"):
        assert ask(nodes[1], "DELETE", path).status == 204


def name_of(node: Dialbook, number: str) -> bytes:
    """Ask a node for a number."""
    answer = raw.ask(node.port, get(number))
    assert answer is not None
    assert answer.status == 200
    return answer.body


def statuses(nodes: Nodes, requests: int) -> list[int]:
    """Ask the nodes in turn, several at a time, and return how they answer."""
    with ThreadPoolExecutor(8) as clients:
        turns = islice(cycle(nodes), requests)
        found = clients.map(lambda node: raw.status_of(node.port, get(SAMPLE[0])), turns)
        return [status for status in found if status is not None]


def test_there_is_one_sample(nodes: Nodes) -> None:
    """Whoever came first has put it in."""
    assert len(nodes[0].command("numbers", "list").splitlines()) == 8


def test_what_one_has_acknowledged_the_other_shows(nodes: Nodes) -> None:
    """At once, in both directions."""
    for at, (first, second) in enumerate(islice(cycle([nodes, nodes[::-1]]), 10)):
        assert raw.status_of(first.port, rename(SAMPLE[0], f"Desk-{at}")) == 200
        assert f'"Name":"Desk-{at}"'.encode() in name_of(second, SAMPLE[0])


def test_a_key_is_known_to_all(nodes: Nodes) -> None:
    """One that the command line creates is good everywhere, and one that it revokes nowhere."""
    key = created(nodes[0])
    assert [raw.status_of(node.port, get(SAMPLE[0], key)) for node in nodes] == [200, 200]
    nodes[1].command("keys", "revoke", key[0])
    assert [raw.status_of(node.port, get(SAMPLE[0], key)) for node in nodes] == [403, 403]


def test_the_clock_is_one(nodes: Nodes) -> None:
    """Where it is moved it is moved for all, and what falls due has settled for all."""
    assert b'"CallingNameStatus":"UpdateInProgress"' in name_of(nodes[1], PENDING)
    moved = ask(nodes[0], "POST", "/clock/advance", {"Duration": "73h"}).json
    assert b'"CallingNameStatus":"UpdateSucceeded"' in name_of(nodes[1], PENDING)
    shown = ask(nodes[1], "GET", "/clock").json
    assert timedelta(0) <= moment(shown) - moment(moved) < timedelta(minutes=5)
    ask(nodes[1], "POST", "/clock/freeze")
    assert moment(ask(nodes[0], "GET", "/clock").json) == moment(ask(nodes[1], "GET", "/clock").json)
    assert ask(nodes[0], "POST", "/clock/run").status == 200


def moment(reading: dict[str, Any]) -> datetime:
    """Return what a clock shows."""
    return datetime.fromisoformat(reading["Time"])


def test_a_fault_strikes_on_all_as_often_as_it_was_ordered(nodes: Nodes) -> None:
    """Whichever of them is asked."""
    order = {"Operation": OPERATION, "Error": "ServiceUnavailable", "Times": 5}
    assert ask(nodes[0], "POST", "/faults", order).status == 201
    assert sorted(statuses(nodes, 20)) == [200] * 15 + [503] * 5


def test_a_limit_holds_on_all(nodes: Nodes) -> None:
    """Those where it was not set heed it within a second; of a bucket that is not filled again exactly as many pass as it holds."""
    path, passed = f"/throttles/*/{OPERATION}", [0]
    for burst in (1, 31):
        assert ask(nodes[0], "PUT", path, {"Rate": 0, "Burst": burst}).status == 200
        passed.clear()
        wait_until(lambda: exhausts(nodes, passed))
    assert sum(passed) == 31
    assert ask(nodes[1], "DELETE", path).status == 204
    wait_until(lambda: set(statuses(nodes, 10)) == {200})


def exhausts(nodes: Nodes, passed: list[int]) -> bool:
    """Ask until none passes any more of those that passed before."""
    passed.append(statuses(nodes, 20).count(200))
    return sum(passed) > 0 and passed[-1] == 0


def test_all_keep_to_the_rate(nodes: Nodes) -> None:
    """However long it takes, no more pass than the bucket holds, the rate gives in that time, and a draw of each."""
    passed: list[int] = []
    path = f"/throttles/*/{OPERATION}"
    ask(nodes[0], "PUT", path, {"Rate": 0, "Burst": 1})
    wait_until(lambda: exhausts(nodes, passed))
    began = time.monotonic()
    ask(nodes[0], "PUT", path, {"Rate": 100, "Burst": 10})
    passed.clear()

    def enough() -> bool:
        passed.append(statuses(nodes, 40).count(200))
        assert sum(passed) <= 10 + 100 * (time.monotonic() - began) + len(nodes) * 10
        return sum(passed) > 60

    wait_until(enough)


def test_who_follows_one_hears_of_the_other(nodes: Nodes) -> None:
    """The feed of each has everything, in the same order."""
    with Listener(nodes[0].port) as first, Listener(nodes[1].port) as second:
        for at in range(6):
            assert raw.status_of(nodes[at % 2].port, rename(SAMPLE[1], f"Feed-{at}")) == 200
        heard = [[listener.next() for _ in range(6)] for listener in (first, second)]
    assert heard[0] == heard[1]
    assert len({sent.id for sent in heard[0]}) == 6
    assert {sent.data["eventName"] for sent in heard[0]} == {"UpdatePhoneNumber"}


def test_a_webhook_is_told_once(nodes: Nodes, receiver: Receiver) -> None:
    """Of everything that any of them does, in its order."""
    before = len(receiver.taken())
    with ThreadPoolExecutor(4) as clients:
        turns = islice(cycle(nodes), 20)
        done = clients.map(
            lambda at_node: raw.status_of(at_node[1].port, rename(SAMPLE[2], f"Hook-{at_node[0]}")), enumerate(turns)
        )
        assert set(done) == {200}
    assert raw.status_of(nodes[0].port, rename(SAMPLE[3], "the last")) == 200
    wait_until(lambda: len(receiver.taken()) >= before + 21)
    ids = [received.id for received in receiver.taken()]
    assert len(set(ids)) == len(ids)


def test_one_goes_on_where_the_other_ends(nodes: Nodes, receiver: Receiver) -> None:
    """However it ends: the one that is left does all that is to be done, deliveries too. The last test: one is gone."""
    nodes[0].kill()
    before = len(receiver.taken())
    assert raw.status_of(nodes[1].port, rename(SAMPLE[0], "alone")) == 200
    wait_until(lambda: len(receiver.taken()) > before)
