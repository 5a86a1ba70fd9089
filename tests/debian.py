"""Programs of the distribution that some tests need."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])
LOCK = Path(tempfile.gettempdir()) / "dialbook-tests-apt.lock"


def program(name: str, package: str) -> str | None:
    """Return where a program is; root gets it from the distribution where it is missing."""
    found = shutil.which(name, path=PLACES)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        with LOCK.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # other processes of tests want programs too
            for words in (["update"], ["install", "--yes", "--no-install-recommends", package]):
                subprocess.run(["apt-get", "--quiet", *words], check=False, capture_output=True)
        found = shutil.which(name, path=PLACES)
    return found


def required_program(name: str, package: str) -> str:
    """Return where a program is; without it the test is skipped, but fails in CI."""
    found = program(name, package)
    if found is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"{name} is missing: install the package {package}, or run the tests as root.")
    return found
