"""What a balancer asks, and clients behind one that heeds the answer."""

from __future__ import annotations

import json
import threading

from server import raw
from server.process import SAMPLE, Dialbook, rename, wait_until
from server.raw import Wire

TARGET = "/_dialbook/ready"
READY = raw.head("GET", TARGET, [("Host", "any.test"), ("Connection", "close")])


def readiness(port: int) -> tuple[int, dict[str, str]]:
    """Return the status and what is said with it."""
    answer = raw.ask(port, READY)
    assert answer is not None
    assert answer.headers["cache-control"] == "no-store"
    return answer.status, json.loads(answer.body)


class Balanced(threading.Thread):
    """A client behind a balancer: it renames a number until the server says that it is not ready."""

    def __init__(self, port: int, number: str) -> None:
        super().__init__(daemon=True)
        self.statuses: list[int | None] = []
        self._port = port
        self._number = number

    def run(self) -> None:
        """Ask again and again, on a new connection where the last one was given up."""
        while raw.status_of(self._port, READY) == 200:
            with Wire(self._port) as wire:
                self._use(wire)

    def _use(self, wire: Wire) -> None:
        for _ in range(20):
            answer = wire.send(rename(self._number, str(len(self.statuses)))).answer()
            self.statuses.append(None if answer is None else answer.status)
            if answer is None or "connection" in answer.headers:
                return


def stop_in_the_midst(dialbook: Dialbook, requests: int) -> dict[str, str]:
    """Stop a server when each of its clients has made so many requests, and see that every one of theirs is answered with success.

    Returns the last name that each number was given.
    """
    clients = [Balanced(dialbook.port, number) for number in SAMPLE]
    for client in clients:
        client.start()
    wait_until(lambda: all(len(client.statuses) > requests for client in clients))
    dialbook.signal()
    for client in clients:
        client.join(10)

    assert not any(client.is_alive() for client in clients)
    assert {status for client in clients for status in client.statuses} == {200}
    assert (dialbook.exit_status(), dialbook.complaints()) == (0, [])
    return {number: str(len(client.statuses) - 1) for number, client in zip(SAMPLE, clients, strict=True)}
