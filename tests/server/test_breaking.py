"""Answers that break off, byte by byte."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from controls.ordering_faults import FaultyServer
from dialbook.domain.faults import FaultOrder, StandingFault, Truncation
from running import RunningServer
from server import raw


@pytest.fixture(scope="module")
def server() -> Iterator[FaultyServer]:
    """Run one server whose faults meet updates only."""
    with FaultyServer() as running:
        running.add_number(raw.NUMBER)
        yield running


def everything(wire: raw.Wire) -> bytes:
    """Read until the connection is closed."""
    read = b""
    while data := wire.socket.recv(65536):
        read += data
    return read


def test_a_dropped_connection_says_nothing(server: FaultyServer) -> None:
    """Not a byte, also on a connection that has been used before; others go on."""
    server.fail(operation="UpdatePhoneNumber", drop=True, times=2)
    with raw.Wire(server.port) as other, raw.Wire(server.port) as used, raw.Wire(server.port) as fresh:
        for wire in (other, used):
            answer = wire.send(raw.get()).answer()
            assert answer is not None
            assert answer.status == 200
        assert everything(used.send(raw.update())) == b""
        assert everything(fresh.send(raw.update())) == b""
        answer = other.send(raw.update()).answer()
        assert answer is not None
        assert answer.status == 200


@pytest.mark.parametrize("cut", [0, 1, 100])
def test_a_truncated_body_is_shorter_than_it_says(server: FaultyServer, cut: int) -> None:
    """The head announces all of it, so many bytes come, and the connection is closed."""
    whole = raw.ask(server.port, raw.update())
    assert whole is not None
    server.fail(operation="UpdatePhoneNumber", truncate=Truncation(bytes=cut), times=1)
    with raw.Wire(server.port) as wire:
        head, _, body = everything(wire.send(raw.update())).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert f"content-length: {len(whole.body)}".encode() in head.lower().split(b"\r\n")
    assert body == whole.body[:cut]


def test_an_answer_without_a_body_is_dropped_instead(server: FaultyServer) -> None:
    """There is nothing to cut off; what was asked has happened."""
    server.add_number("+12065550109")
    server.fail(operation="DeletePhoneNumber", truncate=Truncation(bytes=5), times=1)
    with raw.Wire(server.port) as wire:
        assert everything(wire.send(raw.signed("DELETE", "/phone-numbers/%2B12065550109"))) == b""
    number = server.number("+12065550109")
    assert number is not None
    assert number.status == "ReleaseInProgress"


def test_a_server_without_controls_looks_at_no_fault() -> None:
    """Even where its store has some."""
    left_over = StandingFault(fault_id="left over", position=1, fault_order=FaultOrder(drop=True))
    with RunningServer() as plain:
        plain.add_number(raw.NUMBER)
        plain.store(lambda tx: tx.put(left_over))
        assert raw.status_of(plain.port, raw.get()) == 200
