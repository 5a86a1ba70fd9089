"""Several workers throttle as one, and heed limits that are set while they run."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from dialbook.server.clock import wall
from dialbook.server.throttling import limits as throttle_limits
from dialbook.stores.sqlite import open_sqlite
from server import raw
from server.process import SAMPLE, Dialbook, get, wait_until
from server.raw import Wire

OPERATION = "GetPhoneNumber"
CLIENTS = 8


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dialbook]:
    """Run a server with two workers."""
    with Dialbook(tmp_path_factory.mktemp("throttled"), "--workers", "2").serving() as dialbook:
        yield dialbook


def statuses(port: int, requests: int) -> list[int]:
    """Send requests over several connections at once and return the statuses of the answers."""
    found: list[int] = []
    signed = get(SAMPLE[0])

    def ask() -> None:
        with Wire(port) as wire:
            for _ in range(requests // CLIENTS):
                answer = wire.send(signed).answer()
                found.append(0 if answer is None else answer.status)

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert set(found) <= {200, 429}
    return found


def throttled(dialbook: Dialbook) -> bool:
    """Tell whether a request on a new connection is throttled."""
    return raw.status_of(dialbook.port, get(SAMPLE[0])) == 429


def set_limit(dialbook: Dialbook, rate: int, burst: int) -> None:
    """Limit GetPhoneNumber from another process than the workers."""

    async def put() -> None:
        store = open_sqlite(dialbook.store)
        try:
            await throttle_limits.set_limit(store, throttle_limits.limit_of("*", OPERATION, rate, burst, wall()))
        finally:
            await store.close()

    asyncio.run(put())


def test_limits_are_heeded_while_the_workers_run(pair: Dialbook) -> None:
    """By all of them, when they are set from the command line and when they are removed."""
    pair.command("throttles", "set", "--operation", OPERATION, "--rate", "0", "--burst", "1")
    wait_until(lambda: all(throttled(pair) for _ in range(20)))
    pair.command("throttles", "remove", "--operation", OPERATION)
    wait_until(lambda: not any(throttled(pair) for _ in range(20)))


def test_two_workers_share_what_may_pass(pair: Dialbook) -> None:
    """Of a bucket that is never refilled exactly as many pass as it holds."""
    set_limit(pair, 0, 1)
    wait_until(lambda: all(throttled(pair) for _ in range(20)))
    set_limit(pair, 0, 60)
    passed = [0]

    def exhausted() -> bool:
        passed.append(statuses(pair.port, 80).count(200))
        return sum(passed) > 0 and passed[-1] == 0

    wait_until(exhausted)
    assert sum(passed) == 60


def test_two_workers_keep_to_the_rate(pair: Dialbook) -> None:
    """However long it takes, no more pass than the bucket holds, the rate gives in that time, and a lease of each worker."""
    set_limit(pair, 0, 1)
    wait_until(lambda: all(throttled(pair) for _ in range(20)))
    began, passed = time.monotonic(), [0]
    set_limit(pair, 100, 10)

    def enough() -> bool:
        passed.append(statuses(pair.port, 80).count(200))
        seconds = time.monotonic() - began
        assert sum(passed) <= 10 + 100 * (seconds + 0.001) + 2 * 10
        return sum(passed) > 60

    wait_until(enough)
