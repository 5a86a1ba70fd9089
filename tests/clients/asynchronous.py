"""aiobotocore, in a virtual environment of its own: it wants another botocore than the one that the contract is generated from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = ["aiobotocore==3.10.0"]
FOLDER = Path(sys.prefix) / "aiobotocore"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / ".installed"
INSTALL_SECONDS = 300


class Missing(Exception):  # noqa: N818 - it says what is the case
    """aiobotocore cannot be had on this machine; the message says why."""


def install() -> None:
    """Make the environment unless it is there already, with these very requirements. Raises Missing."""
    wanted = "\n".join([*REQUIREMENTS, sys.version])
    if STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    run([sys.executable, "-m", "venv", "--without-pip", str(FOLDER)])
    run([sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", *REQUIREMENTS])
    STAMP.write_text(wanted, "utf-8")


def run(command: list[str]) -> None:
    """Run a command. Raises Missing with what it said."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
    )
    if done.returncode != 0:
        raise Missing(f"{' '.join(command[1:4])} failed: {done.stderr.strip() or done.stdout.strip()}")


def required() -> bool:
    """Tell whether a missing client is a failure: in CI every client must have run."""
    return bool(os.environ.get("CI"))
