"""The unit of deploy/, as far as it can be tried without systemd as process 1."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from debian import required_program
from running import free_port

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "dialbook.service"
GUIDE = ROOT / "docs" / "deployment.md"
PROGRAM = "/opt/dialbook/bin/dialbook"
SECONDS = 20


def here(text: str, home: Path) -> str:
    """Return a part of the unit with this machine's program and folders."""
    own = str(Path(sys.executable).parent / "dialbook")
    return text.replace(PROGRAM, own).replace("/var/lib/dialbook", str(home))


def values(key: str) -> list[str]:
    """Return what the unit says of a key."""
    lines = UNIT.read_text("utf-8").splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith(f"{key}=")]


def test_systemd_understands_it(tmp_path: Path) -> None:
    """Every line of it."""
    analyze = required_program("systemd-analyze", "systemd")
    file = tmp_path / UNIT.name
    file.write_text(here(UNIT.read_text("utf-8"), tmp_path).replace("User=dialbook", f"User={os.geteuid()}"), "utf-8")
    done = subprocess.run([analyze, "verify", str(file)], capture_output=True, text=True, check=False, timeout=SECONDS)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_it_starts_serves_and_ends_as_it_says(tmp_path: Path) -> None:
    """With its settings, in the time that it gives, and with the key that the guide's command has made before."""
    [command] = [shlex.split(here(line, tmp_path)) for line in values("ExecStart")]
    settings = dict(here(line, tmp_path).split("=", 1) for line in values("Environment"))
    port = free_port()
    environment = settings | {"PATH": os.environ["PATH"], "DIALBOOK_PORT": str(port), "DIALBOOK_DRAIN_DELAY": "0"}
    [first_key] = re.findall("`sudo -u dialbook (env .* keys create .*)`", GUIDE.read_text("utf-8"))
    nowhere = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    made = subprocess.run(shlex.split(here(first_key, tmp_path)), env=nowhere, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert status(f"http://127.0.0.1:{port}/_dialbook/ready") == 200
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, errors
    assert (tmp_path / "dialbook.db").exists()
    assert [int(line) for line in values("TimeoutStopSec")] > [5 + 27]


def status(url: str) -> int:
    """Return the status of an answer, as soon as there is one."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own
                return int(answer.status)
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                pytest.fail("It does not answer.")
            time.sleep(0.05)
