"""The guide, as what it says is used: its files and its commands, with addresses of this machine."""

from __future__ import annotations

import re
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "failover.md"
NETWORK = "127.42.0"
"""Where the three machines are: every address of 127.0.0.0/8 is this one."""
FILE = re.compile(r"```(?:sh|yaml)\n# ([\w.]+)\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"(?m)^\$ (.*)$")


def localized(text: str) -> str:
    """Return a text of the guide with addresses of this machine, and with clients at any of them."""
    return text.replace("10.0.0.0/24", "127.0.0.0/8").replace("10.0.0.", f"{NETWORK}.")


def files() -> dict[str, str]:
    """Return the files that the guide has, by their names."""
    return {name: localized(text) for name, text in FILE.findall(GUIDE.read_text("utf-8"))}


def commands(beginning: str) -> list[str]:
    """Return the guide's commands that begin so."""
    return [localized(line) for line in COMMAND.findall(GUIDE.read_text("utf-8")) if line.startswith(beginning)]


def variables(text: str) -> dict[str, str]:
    """Return the variables that a file sets."""
    return dict(line.split("=", 1) for line in text.splitlines())
