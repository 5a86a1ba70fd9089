"""A terminal in which a reader tries what a document shows."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Self

END = "--- end of this command ---"


class Terminal:
    """One bash for a whole document: what it exports and defines stays."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._bash = subprocess.Popen(
            ["bash", "--norc", "--noprofile"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._bash.communicate("exit\n")

    def run(self, command: str) -> str:
        """Run a command, without input, and return what it prints on either stream."""
        assert self._bash.stdin
        assert self._bash.stdout
        self._bash.stdin.write(f"{{ {command}\n}} </dev/null\nprintf '\\n%s\\n' '{END}'\n")
        self._bash.stdin.flush()
        lines: list[str] = []
        for line in self._bash.stdout:
            if line == f"{END}\n":
                return "".join(lines).strip()
            lines.append(line)
        raise AssertionError(f"bash ended: {''.join(lines)}")
