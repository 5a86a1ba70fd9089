"""moto's server, for the services of AWS that a client uses beside this one."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from running import free_port

START_SECONDS = 30


class Moto:
    """The server on a free port."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._command = [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)]
        self._output = folder / "moto.log"

    def __enter__(self) -> Self:
        with self._output.open("w") as output:
            self._process = subprocess.Popen(self._command, stdout=output, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, self._output.read_text("utf-8")
            assert time.monotonic() < deadline, self._output.read_text("utf-8")
            time.sleep(0.1)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/moto-api/data.json", timeout=5):  # noqa: S310 - our own
                return True
        except urllib.error.URLError:
            return False
