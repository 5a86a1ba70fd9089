"""Tell whether the server in this container answers: exit status 0, or 1 and why."""

from __future__ import annotations

import http.client
import os
import sys

SECONDS = 4


def complaint() -> str | None:
    """Ask the server, and return what is wrong. No proxy that the environment may name is asked."""
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ["DIALBOOK_PORT"]), timeout=SECONDS)
    try:
        connection.request("GET", "/_dialbook/health")
        status = connection.getresponse().status
    except OSError as error:
        return f"no answer: {error}"
    finally:
        connection.close()
    return None if status == http.client.OK else f"status {status}"


if __name__ == "__main__":
    sys.exit(complaint())
