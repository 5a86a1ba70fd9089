"""A client of server-sent events, written after the HTML standard, 9.2."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

PATIENCE_SECONDS = 15.0
"""How long a piece is waited for; only a broken server makes a test wait so long."""


class Sent(NamedTuple):
    """One event."""

    id: int
    data: Any


class Listener:
    """One open stream."""

    def __init__(self, port: int, query: str = "", headers: Mapping[str, str] | None = None) -> None:
        """Connect, and read the head of the answer."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self._connection.request("GET", f"/_dialbook/events{query}", headers=dict(headers or {}))
        self._response = self._connection.getresponse()
        self.status = self._response.status
        self.headers = {name.lower(): value for name, value in self._response.getheaders()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._response.close()
        self._connection.close()

    def piece(self) -> list[str]:
        """Return the next lines up to an empty one; none when the stream has ended in good order."""
        lines: list[str] = []
        while (line := self._response.readline().decode()) not in {"\n", ""}:
            lines.append(line.rstrip("\n"))
        return lines

    def next(self) -> Sent:
        """Return the next event."""
        while True:
            lines = self.piece()
            assert lines, "the stream has ended"
            fields = dict(line.split(": ", 1) for line in lines)
            if "data" in fields:
                return Sent(int(fields["id"]), json.loads(fields["data"]))

    def content(self) -> bytes:
        """Return everything up to the end."""
        return self._response.read()
