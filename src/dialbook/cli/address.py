"""Where a server may listen."""

from __future__ import annotations

import errno
import socket

from dialbook.cli.failure import Failure


def address_of(host: str, port: int) -> str:
    """Return the IP address that a host's name means, and make sure that nobody listens there. Raises Failure.

    Workers share their port, so that a second server would be given half of the first one's requests unawares.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise Failure(f"The host {host} is not one to listen on: {error.strerror}.") from None
    family, kind, protocol, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            option = "--host" if error.errno == errno.EADDRNOTAVAIL else "--port"
            raise Failure(
                f"Cannot listen on port {port} of {host}: {error.strerror}. Name another with {option}."
            ) from None
    return str(address[0])
