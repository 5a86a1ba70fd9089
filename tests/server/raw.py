"""A client that says exactly the bytes it is told to, and signs what should reach further than the door."""

from __future__ import annotations

import contextlib
import select
import socket
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import TracebackType
from typing import NamedTuple, Self
from unittest import mock

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NUMBER = "+12065550100"
TARGET = "/phone-numbers/%2B12065550100"
JSON = {"Content-Type": "application/json"}
HOST = "dialbook.test"
PATIENCE_SECONDS = 15.0
"""How long an answer is waited for; only a broken server makes a test wait so long."""


def get(**options: object) -> bytes:
    """Return a signed GetPhoneNumber."""
    return signed("GET", TARGET, **options)  # type: ignore[arg-type]


def update(body: bytes = b'{"Name":"Desk"}', **options: object) -> bytes:
    """Return a signed UpdatePhoneNumber with this body."""
    return signed("POST", TARGET, body, **{"headers": JSON, **options})  # type: ignore[arg-type]


def signed(
    method: str,
    target: str,
    body: bytes = b"",
    *,
    headers: Mapping[str, str] | None = None,
    unsigned: Iterable[tuple[str, str]] = (),
    framed: bool = True,
    at: datetime | None = None,
    key: tuple[str, str] = ("123456789012", "test"),
    version: str = "1.1",
) -> bytes:
    """Return the bytes of a request signed with botocore, at ``at`` or now.

    ``unsigned`` headers are added after the signature. ``framed`` says whether the body's length is given.
    """
    lines = [("Host", HOST), *signature(method, target, body, headers or {}, at, key), *unsigned]
    if framed and (body or method == "POST"):
        lines.append(("Content-Length", str(len(body))))
    return head(method, target, lines, version) + body


def signature(
    method: str, target: str, body: bytes, headers: Mapping[str, str], at: datetime | None, key: tuple[str, str]
) -> list[tuple[str, str]]:
    """Return the headers given and those that sign them."""
    request = AWSRequest(method=method, url=f"http://{HOST}{target}", data=body, headers=dict(headers))
    signer = SigV4Auth(Credentials(*key), "chime", "us-east-1")
    with contextlib.nullcontext() if at is None else signed_at(at):
        signer.add_auth(request)
    return list(request.headers.items())


def signed_at(moment: datetime) -> contextlib.AbstractContextManager[object]:
    """Have botocore sign as if it were that moment, in UTC."""
    return mock.patch("botocore.auth.get_current_datetime", return_value=moment.replace(tzinfo=None))


def head(method: str, target: str, lines: Iterable[tuple[str, str]], version: str = "1.1") -> bytes:
    """Return a request line and headers as bytes; text beyond ASCII is UTF-8."""
    fields = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return f"{method} {target} HTTP/{version}\r\n{fields}\r\n".encode()


def chunked(*chunks: bytes, coding: str = "chunked", body: bytes = b'{"Name":"Desk"}') -> bytes:
    """Return a signed update whose body comes in these chunks, which are sent as they stand."""
    return update(body, framed=False, unsigned=[("Transfer-Encoding", coding)]).removesuffix(body) + b"".join(chunks)


class Answer(NamedTuple):
    """One answer; names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Wire:
    """One TCP connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
        self._read = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()

    def send(self, data: bytes) -> Self:
        """Send bytes; that the server does not want them all is an answer too."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.socket.sendall(data)
        return self

    def end(self) -> Self:
        """Say that nothing more comes."""
        self.socket.shutdown(socket.SHUT_WR)
        return self

    def drip(self, drop: bytes) -> Self:
        """Send the drop again and again until the server has something to say, or closes."""
        while not select.select([self.socket], [], [], 0.05)[0]:
            self.send(drop)
        return self

    def answers(self) -> list[Answer]:
        """Read all answers until the connection is closed. Raises TimeoutError."""
        return list(iter(self.answer, None))

    def answer(self, method: str = "GET") -> Answer | None:
        """Read one answer, None when the connection is closed instead. Raises TimeoutError."""
        while b"\r\n\r\n" not in self._read:
            if not self._more():
                assert not self._read, "the answer breaks off"
                return None
        start, _, self._read = self._read.partition(b"\r\n\r\n")
        first, *lines = start.decode("ascii").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split(" ")[1])
        empty = method == "HEAD" or status < 200 or status == 204
        length = 0 if empty else int(headers["content-length"])
        while len(self._read) < length:
            assert self._more(), "the answer breaks off"
        body, self._read = self._read[:length], self._read[length:]
        return Answer(status, headers, body)

    def is_closed(self) -> bool:
        """Tell whether the server has nothing more to say and closes. Raises TimeoutError while it does not."""
        return not self._read and not self._more()

    def _more(self) -> bool:
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        self._read += data
        return bool(data)


def ask(port: int, request: bytes, method: str = "GET") -> Answer | None:
    """Send a request on a connection of its own and return the answer, None when the connection is closed instead."""
    with Wire(port) as wire:
        return wire.send(request).answer(method)


def status_of(port: int, request: bytes, method: str = "GET") -> int | None:
    """Send a request on a connection of its own and return the answer's status, None when the connection is closed instead."""
    answer = ask(port, request, method)
    return None if answer is None else answer.status
