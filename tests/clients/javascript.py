"""The AWS SDK for JavaScript, installed beside this file exactly as package-lock.json says."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent
NODE_MODULES = FOLDER / "node_modules"
LOCK = FOLDER / "package-lock.json"
STAMP = NODE_MODULES / ".installed"
INSTALL_SECONDS = 300


class Missing(Exception):  # noqa: N818 - it says what is the case
    """The SDK cannot be had on this machine; the message says why."""


def install() -> None:
    """Install the SDK unless this very version is installed already. Raises Missing."""
    if STAMP.exists() and STAMP.read_bytes() == LOCK.read_bytes():
        return
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise Missing(f"{program} is not installed")
    command = ["npm", "ci", "--silent", "--ignore-scripts"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    if done.returncode != 0:
        raise Missing(f"npm ci failed: {done.stderr.strip() or done.stdout.strip()}")
    shutil.copyfile(LOCK, STAMP)


def required() -> bool:
    """Tell whether a missing SDK is a failure: in CI every client must have run."""
    return bool(os.environ.get("CI"))
