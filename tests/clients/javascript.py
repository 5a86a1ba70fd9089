"""Packages for JavaScript, installed in their folder exactly as its package-lock.json says: the AWS SDK beside this file, and others."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
INSTALL_SECONDS = 300


class Missing(Exception):  # noqa: N818 - it says what is the case
    """The packages cannot be had on this machine; the message says why."""


def install(folder: Path = FOLDER) -> Path:
    """Install a folder's packages, unless they are there in these very versions, and return where they are. Raises Missing."""
    with _alone(folder):
        return _installed(folder)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes that run tests from installing at the same time."""
    with (folder / "package.json").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _installed(folder: Path) -> Path:
    lock = folder / "package-lock.json"
    modules = folder / "node_modules"
    stamp = modules / ".installed"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return modules
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise Missing(f"{program} is not installed")
    command = ["npm", "ci", "--silent", "--ignore-scripts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    if done.returncode != 0:
        raise Missing(f"npm ci failed: {done.stderr.strip() or done.stdout.strip()}")
    shutil.copyfile(lock, stamp)
    return modules


def required() -> bool:
    """Tell whether missing packages are a failure: in CI every client must have run."""
    return bool(os.environ.get("CI"))
