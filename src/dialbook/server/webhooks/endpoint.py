"""Where a webhook leads: one HTTP server, which may be slow, silent or gone."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPException
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

STEP_SECONDS = 5.0
"""How long to wait for a connection, and each time for the next bytes."""
ANSWER_BYTES = 64 * 1024
"""How much of an answer is read, so that its connection can be used again. Nobody looks at it."""


class Endpoint:
    """Posts, one after the other in one thread, over a connection that is kept. No redirects; TLS with the system's authorities."""

    def __init__(self, url: str) -> None:
        """Connect to nothing yet. ``url`` has been checked."""
        parts = urlsplit(url)
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._connection = _connection(parts.scheme, parts.hostname or "", parts.port)
        self._aborted = False

    def post(self, headers: Mapping[str, str], body: bytes) -> str | None:
        """Send a body; return None where it was taken, or else say in a few words why not. It waits for the network."""
        self._aborted = False
        try:
            status = self._exchange(headers, body)
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            self.close()
            return "too slow" if self._aborted else type(error).__name__
        return None if 200 <= status <= 299 else f"status {status}"

    def _exchange(self, headers: Mapping[str, str], body: bytes) -> int:
        connection = self._connection
        if not connection.is_connected:
            connection.close()  # the other side may have closed it since
            connection.connect()
        if self._aborted:
            raise TimeoutError
        connection.request("POST", self._target, body, headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
        if len(response.read(ANSWER_BYTES)) == ANSWER_BYTES:
            connection.close()
        return response.status

    def abort(self) -> None:
        """Have a post that takes too long fail at once; any thread may. One that still connects fails when it has."""
        self._aborted = True
        connected = self._connection.sock
        if connected is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connected, socket.SHUT_RDWR)  # not TLS's own, which would wait for a lock

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "http":
        return HTTPConnection(host, port, timeout=STEP_SECONDS)
    return HTTPSConnection(host, port, timeout=STEP_SECONDS, ssl_context=ssl.create_default_context())
