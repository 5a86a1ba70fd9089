"""The three machines: etcd, Patroni and PostgreSQL at an address of their own."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ha import guide

PATIENCE_SECONDS = 120.0
Settings = dict[str, str]


def await_that(condition: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until it holds; end with a sentence where it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"It never came about that {what}.")
        time.sleep(0.05)


def unprivileged() -> dict[str, Any]:
    """Return how a process is started as the user whose PostgreSQL is: neither it nor Patroni runs as root."""
    if os.geteuid() != 0:
        return {}
    postgres = pwd.getpwnam("postgres")
    return {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}


class Machine:
    """One of them, by its number from 1."""

    def __init__(self, number: int, home: Path, settings: Settings) -> None:
        """Write its files, as the guide has them, into a folder of its own; ``settings`` are Patroni's that differ."""
        self.name = f"pg{number}"
        self.address = f"{guide.NETWORK}.{number}"
        self.home = home / self.name
        self.home.mkdir(mode=0o700)
        files = guide.files()
        self._etcd = self._own(guide.variables(files["etcd"]))
        self._etcd["ETCD_DATA_DIR"] = str(self.home / "etcd")
        patroni = self._own({"config": files["config.yml"]})["config"]
        patroni = patroni.replace("/var/lib/postgresql/15/dialbook", str(self.home / "data"))
        patroni = patroni.replace(
            "  parameters:\n    password", f"  parameters:\n    unix_socket_directories: {self.home}\n    password"
        )
        for name, value in settings.items():
            patroni = re.sub(rf"\b{name}: \d+", f"{name}: {value}", patroni)
        self.config = self.home / "config.yml"
        self.config.write_text(patroni)
        if user := unprivileged():
            for path in (self.home, self.config):
                os.chown(path, user["user"], user["group"])
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start everything."""
        self.start_etcd()
        self.start_patroni()

    def start_etcd(self) -> None:
        """Start etcd, which waits for the others."""
        self._run("etcd", ["etcd"], self._etcd)

    def start_patroni(self) -> None:
        """Start Patroni, which starts PostgreSQL."""
        self._run("patroni", ["patroni", str(self.config)], {})

    def kill(self) -> None:
        """Kill everything that runs on it at once, as the end of its power does."""
        victims = [*(process.pid for process in self._processes), *self.postgres()]
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self._processes:
            process.wait()
        self._processes.clear()
        await_that(lambda: not any(alive(pid) for pid in victims), f"{self.name} has ended")

    def stop(self) -> None:
        """Stop everything in order."""
        for process in reversed(self._processes):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
        self.kill()

    def postgres(self) -> list[int]:
        """Return the ids of PostgreSQL's processes."""
        try:
            main = int((self.home / "data" / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError):
            return []
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(main)], check=False, capture_output=True, text=True)
        return [main, *map(int, listed.stdout.split())] if alive(main) else []

    def log(self) -> str:
        """Return the last lines that its programs have written."""
        ends = (f"--- {file}\n" + "".join(file.open().readlines()[-15:]) for file in sorted(self.home.glob("*.log")))
        return "".join(ends)

    def members(self) -> dict[str, dict[str, Any]]:
        """Return what Patroni says of each machine, by its name; nothing where it does not answer."""
        try:
            with urllib.request.urlopen(f"http://{self.address}:8008/cluster", timeout=2) as answer:
                return {member["name"]: member for member in json.load(answer)["members"]}
        except (OSError, ValueError):
            return {}

    def patronictl(self, *words: str) -> str:
        """Run a command of Patroni."""
        command = ["patronictl", "-c", str(self.config), *words]
        ended: subprocess.CompletedProcess[str] = subprocess.run(
            command, check=False, capture_output=True, text=True, cwd="/", **unprivileged()
        )
        if ended.returncode:
            raise SystemExit(f"patronictl {' '.join(words)} has failed: {ended.stdout}{ended.stderr}")
        return ended.stdout

    def _own(self, texts: Settings) -> Settings:
        """Return what the guide has for the first machine as it is on this one."""
        everyone = re.compile(r"hosts:.*|pg1=.*")

        def put(text: str) -> str:
            kept = everyone.search(text)
            text = everyone.sub("<everyone>", text, count=1)
            text = text.replace(f"{guide.NETWORK}.1", self.address).replace("pg1", self.name)
            return text.replace("<everyone>", kept[0] if kept else "")

        return {name: put(text) for name, text in texts.items()}

    def _run(self, name: str, command: list[str], variables: Settings) -> None:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8"} | variables
        with (self.home / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, cwd="/", start_new_session=True, **unprivileged()
            )
        self._processes.append(process)


def alive(pid: int) -> bool:
    """Tell whether a process lives, and has not only not been waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
