"""Answers that break off: ASGI has no word for them."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from typing import Any

DESCRIPTORS = "/dev/fd"
"""Linux and macOS list the open descriptors of a process here."""


def drop_connection(client: tuple[str, Any], server: tuple[str, Any]) -> None:
    """End the connection between these two addresses, so that nothing more of it reaches the client.

    The server that answers keeps the socket to itself, so it is looked for among all that this process has open. What is not found is
    closed already.
    """
    for connection in _connections():
        with connection, contextlib.suppress(OSError):
            if _is_between(connection, client, server):
                connection.shutdown(socket.SHUT_RDWR)


def _connections() -> Iterator[socket.socket]:
    """Yield every socket of this process, each as a descriptor of its own."""
    for name in os.listdir(DESCRIPTORS):  # noqa: PTH208 - names are what is wanted
        with contextlib.suppress(OSError):
            copy = os.dup(int(name))
            try:
                connection = socket.socket(fileno=copy)
            except OSError:
                os.close(copy)
                raise
            yield connection


def _is_between(connection: socket.socket, client: tuple[str, Any], server: tuple[str, Any]) -> bool:
    """Tell whether this is the server's end of the connection; a client in the same process has the other one.

    A server that listens everywhere does not know by which of its addresses it was reached.
    """
    if connection.family not in {socket.AF_INET, socket.AF_INET6}:
        return False
    there, here = connection.getpeername(), connection.getsockname()
    return (there[0], there[1], here[1]) == (client[0], int(client[1]), int(server[1]))
