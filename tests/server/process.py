"""``dialbook serve`` as its users run it: a main process and its workers, over a file."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import Store
from dialbook.server.ids import fraction
from dialbook.stores.postgres.store import open_postgres
from dialbook.stores.sqlite import open_sqlite
from running import free_port
from server import raw
from server.trail import check_trail

KEY = (DEVELOPMENT_ACCOUNT, "test")
SAMPLE = ("+12065550100", "+12065550101", "+12065550102", "+12065550103")
"""Numbers that every new server has."""
HEALTH = raw.head("GET", "/_dialbook/health", [("Host", "any.test"), ("Connection", "close")])
PATIENCE_SECONDS = 30.0
"""How long anything may take; only a broken server makes a test wait so long."""
STARTED = "this worker has started"
WAITS = "this worker answers 503 until it has its store"
HAS_ITS_STORE = "this worker has its store and answers requests"


def get(number: str, key: tuple[str, str] = KEY) -> bytes:
    """Return a signed GetPhoneNumber."""
    return raw.signed("GET", f"/phone-numbers/%2B{number[1:]}", key=key)


def rename(number: str, name: str, **options: object) -> bytes:
    """Return a signed UpdatePhoneNumber that gives the number a name."""
    body = b'{"Name":"%b"}' % name.encode()
    return raw.signed("POST", f"/phone-numbers/%2B{number[1:]}", body, headers=raw.JSON, key=KEY, **options)  # type: ignore[arg-type]


class Dialbook:
    """One server on a file in ``home``, where its standard error is kept too."""

    def __init__(self, home: Path, *options: str, store: str | None = None) -> None:
        """Prepare to serve with these options besides the necessary ones, from a store that need not be a file."""
        self.port = free_port()
        self.store = home / "numbers.db"
        self._location = store or str(self.store)
        self._home = home
        self._errors = home / "errors.txt"
        self._options = ("--port", str(self.port), "--store", self._location, *options)

    @contextlib.contextmanager
    def starting(self) -> Iterator[Self]:
        """Start it, and in the end leave no process behind."""
        self.process = self._run("serve", *self._options)
        try:
            yield self
        finally:
            self.kill()

    @contextlib.contextmanager
    def serving(self) -> Iterator[Self]:
        """Start it and wait until it and all its workers have; in the end leave no process behind."""
        with self.starting():
            wait_until(lambda: self.answers() and len(self.workers() & self.said_by(STARTED)) == self.worker_count)
            yield self

    def command(self, *words: str) -> str:
        """Run another command of the program on the store and return what it prints."""
        process = self._run(*words, "--store", self._location, output=subprocess.PIPE)
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, self.errors()
        return str(output)

    def _run(self, *words: str, output: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DIALBOOK_")}
        environment |= {
            "DIALBOOK_LOG_LEVEL": "debug",
            "HOME": str(self._home),
            "XDG_CONFIG_HOME": str(self._home),
            "XDG_DATA_HOME": str(self._home),
        }
        command = [sys.executable, "-m", "dialbook", *words]
        with self._errors.open("ab") as errors:
            return subprocess.Popen(
                command, env=environment, stdout=output, stderr=errors, text=True, start_new_session=True
            )

    def answers(self) -> bool:
        """Tell whether it can be asked for its health."""
        assert self.process.poll() is None, self.errors()
        try:
            return raw.status_of(self.port, HEALTH) == 200
        except OSError:
            return False

    def refuses(self) -> bool:
        """Tell whether nobody listens on its port any more."""
        try:
            raw.Wire(self.port).socket.close()
        except ConnectionRefusedError:
            return True
        return False

    @property
    def worker_count(self) -> int:
        """How many workers it is to have."""
        return int(self._options[self._options.index("--workers") + 1]) if "--workers" in self._options else 1

    def workers(self) -> set[int]:
        """Return the process ids of its workers."""
        return {pid for pid, parent in living() if parent == self.process.pid}

    def has_replaced(self, worker: int) -> bool:
        """Tell whether it has as many workers as it is to have, and this one is not among them."""
        workers = self.workers()
        return worker not in workers and len(workers) == self.worker_count

    def signal(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Send its main process a signal."""
        self.process.send_signal(how)

    def exit_status(self) -> int:
        """Wait until it has ended, and return how."""
        return self.process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """Kill the main process and the workers at once, as a power failure does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)

    def errors(self) -> str:
        """Return what it has written to standard error, but for what only the level of tests adds."""
        return "".join(line for line in self._log() if " DEBUG " not in line)

    def said_by(self, message: str) -> set[int]:
        """Return the process ids of the workers that have logged this."""
        line = re.compile(rf"{re.escape(message)}.*  pid=(\d+)$")
        return {int(said[1]) for said in map(line.search, self._log()) if said}

    def _log(self) -> list[str]:
        return self._errors.read_text().splitlines(keepends=True)

    def complaints(self) -> list[str]:
        """Return what it has written to standard error but for warnings."""
        return [line for line in self.errors().splitlines() if " WARNING " not in line]

    def names(self) -> dict[str, str | None]:
        """Return the names of the sample's numbers from the file of a server that has ended, their histories checked."""
        return asyncio.run(stored_names(self.store))


async def stored_names(file: Path) -> dict[str, str | None]:
    """Return the names of the sample's numbers, and assert that each has the history that leads to it."""
    return await names_in(open_sqlite(file))


async def stored_names_of(url: str) -> dict[str, str | None]:
    """Return the same from a database."""
    return await names_in(open_postgres(url, fraction))


async def names_in(store: Store) -> dict[str, str | None]:
    """Return the same from a store, and close it."""
    try:
        return {number: await stored_name(store, number) for number in SAMPLE}
    finally:
        await store.close()


async def stored_name(store: Store, e164: str) -> str | None:
    """Return the name of a number, and assert that it has the history that leads to it."""
    number = await store.read(lambda tx: tx.get(PhoneNumber, (DEVELOPMENT_ACCOUNT, e164)))
    assert number is not None
    subject = {"account": DEVELOPMENT_ACCOUNT, "subject": f"phone_numbers/{e164}"}
    check_trail(number, await store.read(lambda tx: tx.page(Change, subject, None, 100_000)))
    return number.name


def living() -> list[tuple[int, int]]:
    """Return the ids of all living processes, each with its parent's."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], check=True, capture_output=True, text=True)
    rows = (line.split() for line in listing.stdout.splitlines())
    return [(int(pid), int(parent)) for pid, parent, state in rows if not state.startswith("Z")]


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until the condition holds; fail when it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)
