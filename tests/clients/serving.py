"""``dialbook serve`` as a user starts it: a process of its own, with its data in a home folder of its own."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from running import free_port

PROGRAMS = Path(sys.executable).parent
START_SECONDS = 20
STOP_SECONDS = 20


def shell_in(home: Path) -> dict[str, str]:
    """Return the environment of a terminal on this machine: nothing of AWS in it, and no settings of whoever runs the tests."""
    return {"HOME": str(home), "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8"}


class Serving:
    """The server on a free port, and the environment of a person who has read its banner."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home = home
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.shell = shell_in(home)
        self._command = [str(PROGRAMS / "dialbook"), "serve", "--port", str(port), *options]
        self._output = home / "serve.log"

    @property
    def output(self) -> str:
        """Return what the server has printed so far."""
        return self._output.read_text("utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a client: the terminal's, and what the banner says to export."""
        exports = [line.split(maxsplit=1)[1] for line in self.output.splitlines() if line.strip().startswith("export ")]
        assert exports, self.output
        return self.shell | dict(pair.split("=", 1) for line in exports for pair in shlex.split(line))

    def __enter__(self) -> Self:
        with self._output.open("w") as output:
            self._process = subprocess.Popen(
                self._command, env=self.shell, cwd=self.home, stdout=output, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._healthy():
            assert self._process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.05)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.send_signal(signal.SIGINT)  # as Ctrl-C does
        try:
            status = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        assert status == 0, self.output

    def stop(self) -> None:
        """Tell the server to stop, as a supervisor does."""
        self._process.terminate()

    @property
    def stopped(self) -> bool:
        """Tell whether it has."""
        return self._process.poll() is not None

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_dialbook/health", timeout=5) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except urllib.error.URLError:
            return False
