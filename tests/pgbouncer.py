"""A real pgbouncer in transaction mode for the tests. It comes from the distribution."""

from __future__ import annotations

import contextlib
import functools
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from debian import required_program
from ending import until_the_end
from postgres import PASSWORD, PATIENCE_SECONDS, Cluster, cluster, free_port, unprivileged

SERVE = '"$@" & read -r _; kill -KILL $!; wait $!'
"""A shell that ends the pooler when the tests end, even if they are killed."""
POOL = 3
"""How many connections to the server each database has: fewer than its clients have to the pooler."""
CONFIGURATION = """
[databases]
* = host=127.0.0.1 port={server_port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = {pool}
max_client_conn = 500
server_lifetime = 1
"""


@contextlib.contextmanager
def pooling(server: Cluster, port: int | None = None) -> Iterator[int]:
    """Run a pooler in front of a server, and return its port."""
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="dialbook-pgbouncer-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        users, settings = home / "users.txt", home / "pgbouncer.ini"
        users.write_text(f'"postgres" "{PASSWORD}"\n')
        settings.write_text(CONFIGURATION.format(server_port=server.port, port=port, users=users, pool=POOL))
        command = [required_program("pgbouncer", "pgbouncer"), "-q", str(settings)]
        process = subprocess.Popen(
            ["/bin/sh", "-c", SERVE, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **unprivileged(),
        )
        try:
            _wait_for(port)
            yield port
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(PATIENCE_SECONDS)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        assert time.monotonic() < deadline, "pgbouncer does not listen"
        time.sleep(0.02)


@functools.cache
def shared_pooler() -> int:
    """Return the port of the pooler in front of the server that all tests share."""
    return until_the_end(pooling(cluster()))


def pooled(url: str) -> str:
    """Return the URL of a database that leads through the pooler."""
    return url.replace(f":{cluster().port}/", f":{shared_pooler()}/")
