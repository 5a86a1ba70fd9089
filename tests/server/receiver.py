"""A program that takes webhooks, well or badly: each request is answered as the test has said."""

from __future__ import annotations

import contextlib
import http.server
import socket
import ssl
import threading
from pathlib import Path
from typing import Any, NamedTuple, Self

from standardwebhooks import Webhook

from server.process import wait_until

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Received(NamedTuple):
    """One request, verified."""

    id: str
    event: dict[str, Any]
    answer: str


class Receiver:
    """Takes requests on a free port, or on ``port``. ``answers`` are those to the first ones; all others are taken.

    An answer is a status, or ``late`` (204, after half a second), ``hang`` (until the end), ``drip`` (one byte of a head at a
    time), ``drop`` (close without a word), ``redirect`` or ``flood`` (a body without end).
    """

    def __init__(self, *answers: str, port: int = 0, certificate: Path | None = None) -> None:
        self.received: list[Received] = []
        self.connections: list[socket.socket] = []
        self.ended = threading.Event()
        self._answers = list(answers)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}/hooks?tenant=7"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def take(self, headers: dict[str, str], body: bytes) -> str:
        """Verify a request and say how it is answered."""
        event = Webhook(SECRET).verify(body, headers)
        answer = self._answers.pop(0) if self._answers else "204"
        self.received.append(Received(headers["webhook-id"], event, answer))
        return answer

    def await_count(self, count: int) -> list[Received]:
        """Wait for so many requests."""
        wait_until(lambda: len(self.received) >= count)
        return self.received

    def await_taken(self, count: int) -> list[str]:
        """Wait until so many requests were taken, and return the names of their events."""
        wait_until(lambda: len(self.taken()) >= count)
        return [received.event["eventName"] for received in self.taken()]

    def await_event(self, name: str) -> None:
        """Wait until an event of this name was taken."""
        wait_until(lambda: name in [received.event["eventName"] for received in self.taken()])

    def taken(self) -> list[Received]:
        """Return the requests that were taken."""
        return [received for received in self.received if received.answer in {"204", "late"}]

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                receiver.connections.append(self.connection)

            def do_POST(self) -> None:
                assert self.path == "/hooks?tenant=7"
                assert self.headers["content-type"] == "application/json"
                body = self.rfile.read(int(self.headers["content-length"]))
                self.answer(receiver.take(dict(self.headers), body))

            def answer(self, how: str) -> None:
                if how == "late":
                    receiver.ended.wait(0.5)
                    how = "204"
                if how.isdecimal():
                    self.send_response(int(how))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                elif how == "redirect":
                    self.send_response(307)
                    self.send_header("Location", receiver.url)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                else:
                    self.close_connection = True
                    self.misbehave(how)

            def misbehave(self, how: str) -> None:
                with contextlib.suppress(OSError):  # the sender has had enough
                    if how == "hang":
                        receiver.ended.wait()
                    elif how == "flood":
                        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                        while not receiver.ended.is_set():
                            self.wfile.write(b"x" * 65536)
                    while how == "drip" and not receiver.ended.wait(0.05):
                        self.wfile.write(b"H")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
