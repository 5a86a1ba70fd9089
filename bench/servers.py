"""The servers that are measured, each started as a process of its own and stopped again."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from bench.signed import Signed
from bench.trivial import BODY

READY_SECONDS = 30


class Running(msgspec.Struct, frozen=True):
    """A server that answers."""

    port: int
    process_id: int
    first_answer_seconds: float
    """From the start of the process to the first answer to the request that was asked."""

    def worker_megabytes(self) -> float:
        """Return the resident memory of the largest process that serves, without the one that only watches over it."""
        children = [int(text) for text in _children(self.process_id)] or [self.process_id]
        return max(megabytes(child, "VmRSS") for child in children)

    def worker_microseconds(self) -> float:
        """Return the processor time that the processes that serve have used until now."""
        children = [int(text) for text in _children(self.process_id)] or [self.process_id]
        return sum(map(_processor_microseconds, children))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, probe: Signed) -> Iterator[Running]:
    """Start a server, wait until it answers the probe with a success, and stop it in the end."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with (
        tempfile.TemporaryFile() as errors
    ):  # a file: moto logs every request, and would stop at a pipe that nobody reads
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        try:
            wait_for(process, errors, port, probe)
            yield Running(port, process.pid, time.perf_counter() - began)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(READY_SECONDS)


def wait_for(process: subprocess.Popen[bytes], errors: IO[bytes], port: int, probe: Signed) -> None:
    """Ask again and again until there is an answer. Raises RuntimeError when the server ends or refuses."""
    deadline = time.perf_counter() + READY_SECONDS
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            errors.seek(0)
            raise RuntimeError(f"{process.args!r} ended: {errors.read().decode()}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request(probe.method, probe.target, probe.body or None, probe.headers)
            answer = connection.getresponse()
            body = answer.read()
        except OSError:
            time.sleep(0.001)
            continue
        if answer.status == 200:
            return
        raise RuntimeError(f"{process.args!r} answered {answer.status}: {body.decode()}")
    raise RuntimeError(f"{process.args!r} did not answer within {READY_SECONDS} s")


def dialbook(port: int, store: Path | str, workers: int = 1) -> list[str]:
    """Return the command that serves a store."""
    return [
        sys.executable,
        "-m",
        "dialbook",
        "serve",
        "--port",
        str(port),
        "--store",
        str(store),
        "--workers",
        str(workers),
    ]


def dialbook_without_groups(port: int, store: Path) -> list[str]:
    """Return the command that serves a store with a commit for each request."""
    return [sys.executable, "-m", "bench.single_commits", str(port), str(store)]


def trivial(port: int, workers: int = 1) -> list[str]:
    """Return the command that serves one fixed body on the same HTTP server."""
    return [sys.executable, "-m", "bench.trivial", str(port), str(workers)]


def moto(port: int) -> list[str]:
    """Return the command that starts moto's server."""
    return [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)]


def nginx(port: int, folder: Path) -> list[str]:
    """Return the command that serves one fixed body with nginx, on one worker."""
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"""
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path {folder};
  proxy_temp_path {folder};
  fastcgi_temp_path {folder};
  uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; default_type application/json; location / {{ return 200 '{BODY.decode()}'; }} }}
}}
""",
        encoding="utf-8",
    )
    return [shutil.which("nginx") or "/usr/sbin/nginx", "-e", f"{folder}/error.log", "-c", str(configuration)]


def megabytes(process_id: int, what: str) -> float:
    """Return the memory of a process, resident now (``VmRSS``) or at most until now (``VmHWM``); 0 where it has ended (proc(5))."""
    lines = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024


def _children(process_id: int) -> list[str]:
    return Path(f"/proc/{process_id}/task/{process_id}/children").read_text(encoding="ascii").split()


def _processor_microseconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1e6 / os.sysconf("SC_CLK_TCK")  # proc(5): utime and stime
