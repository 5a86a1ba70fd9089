"""A program in a container of its own, as far as the tests' own user may make one."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from container.image import Image
from running import free_port

SECONDS = 20
AS_PROCESS_1 = ["unshare", "--pid", "--fork", "--mount-proc"]


@functools.cache
def processes_can_be_numbered_anew() -> bool:
    """Tell whether this user may make process namespaces."""
    try:
        return subprocess.run([*AS_PROCESS_1, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def as_user(user: int) -> list[str]:
    """Return what runs a program as that user, where we are root.

    It may read everything, since the Python that runs it may lie in root's home; it may write only what is its own.
    """
    if os.geteuid() != 0:
        return []
    read_only = ["--inh-caps=-all,+dac_read_search", "--ambient-caps=+dac_read_search"]
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs", *read_only, "--"]


def run(image: Image, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the entry point with these words to its end."""
    command = [*as_user(image.user), *image.entry_point, *words]
    return subprocess.run(
        command,
        env=image.environment | settings,
        cwd=image.data,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


class Container:
    """The image's own command, running, with a port of this machine in the place of its own."""

    def __init__(self, image: Image, output: Path, **settings: str) -> None:
        self._image = image
        self._output = output
        self._environment: Mapping[str, str] = image.environment | {"DIALBOOK_PORT": str(free_port())} | settings
        self.url = f"http://127.0.0.1:{self._environment['DIALBOOK_PORT']}"
        self.is_process_1 = processes_can_be_numbered_anew()

    def __enter__(self) -> Self:
        command = [*as_user(self._image.user), *self._image.command]
        if self.is_process_1:
            command = [*AS_PROCESS_1, *command]
        with self._output.open("w") as output:
            self._process = subprocess.Popen(
                command, env=self._environment, cwd=self._image.data, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            self._wait_for_health()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._end()

    def _wait_for_health(self) -> None:
        deadline = time.monotonic() + SECONDS
        while complaint := self.health():
            assert self._process.poll() is None, self.output
            assert time.monotonic() < deadline, f"{complaint} {self.output}"
            time.sleep(0.05)

    def _end(self) -> None:
        if self._process.poll() is None:
            os.kill(self.server, signal.SIGKILL)  # all processes of a namespace end with its first one
        self._process.wait()

    @property
    def output(self) -> str:
        """Return what the server has printed so far."""
        return self._output.read_text("utf-8")

    @property
    def server(self) -> int:
        """Return the number, out here, of the container's first process."""
        unshare = self._process.pid
        if not self.is_process_1:
            return unshare
        return int(Path(f"/proc/{unshare}/task/{unshare}/children").read_text("utf-8"))

    def health(self) -> str:
        """Run the health check as the engine does, and return its complaint, empty where there is none."""
        command = [*as_user(self._image.user), *self._image.health]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is (done.stderr == ""), done
        return done.stderr

    def stop(self) -> int:
        """Stop it as the engine does, and return its exit status."""
        os.kill(self.server, signal.SIGTERM)
        return self._process.wait(SECONDS)
