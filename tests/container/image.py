"""The image without an engine: what the Dockerfile says is done, in a folder that stands for the root of the image's files.

The stages share that folder, so what one copies from another must keep its place.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from docker.utils.build import exclude_paths
from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "Dockerfile"
FOLDERS = re.compile(r"(?<![\w.])(?=/(?:build|opt/dialbook|var/lib/dialbook)\b)")
"""Where a path of the image begins, wherever it stands in an instruction."""
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"
BUILD_SECONDS = 100


def context() -> list[str]:
    """Return the files that an engine would be sent: what .dockerignore lets through."""
    patterns = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
    return sorted(path for path in exclude_paths(str(ROOT), patterns) if (ROOT / path).is_file())


class Image:
    """The files and the settings of the image."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment: dict[str, str] = {}
        self.settings: dict[str, str] = {}
        """The last value of every other instruction."""
        self._folder = root
        for instruction in DockerfileParser(str(DOCKERFILE)).structure:
            self._follow(instruction["instruction"], instruction["value"])

    @property
    def data(self) -> Path:
        """Return the folder of the volume."""
        return Path(self.here(self.settings["VOLUME"]))

    @property
    def user(self) -> int:
        """Return the number of the user, which is that of the group too."""
        user, group = map(int, self.settings["USER"].split(":"))
        assert user == group
        return user

    @property
    def command(self) -> list[str]:
        """Return what runs where nothing else is asked for. It is in the form that needs no shell, or this is not JSON."""
        return [*self.entry_point, *json.loads(self.settings["CMD"])]

    @property
    def entry_point(self) -> list[str]:
        """Return what runs before the words that somebody gives a container."""
        program, *words = json.loads(self.settings["ENTRYPOINT"])
        return [str(self.root / "opt/dialbook/bin" / program), *words]

    @property
    def health(self) -> list[str]:
        """Return the command of the health check."""
        program, *words = json.loads(self.settings["HEALTHCHECK"].partition(" CMD ")[2])
        return [str(self.root / "opt/dialbook/bin" / program), *map(self.here, words)]

    def here(self, text: str) -> str:
        """Write the image's own paths as they are under this root."""
        return FOLDERS.sub(str(self.root), text)

    def _follow(self, instruction: str, value: str) -> None:
        if instruction == "COPY":
            self._copy(value)
        elif instruction == "RUN":
            self._run(self.here(value))
        elif instruction == "ENV":
            pairs = dict(pair.split("=", 1) for pair in shlex.split(self.here(value)))
            self.environment |= {name: text.replace("$PATH", SYSTEM_PATH) for name, text in pairs.items()}
        elif instruction == "WORKDIR":
            self._folder = Path(self.here(value))
            self._folder.mkdir(parents=True, exist_ok=True)
        elif instruction != "COMMENT":
            self.settings[instruction] = value

    def _copy(self, value: str) -> None:
        *sources, destination = shlex.split(value)
        if sources[0].startswith("--from="):
            assert sources[1:] == [destination]
            return
        target = self._folder / self.here(destination)
        several = destination.endswith("/")
        for source in sources:
            found = [path for path in context() if path == source or path.startswith(f"{source}/")]
            assert found, f"{source} is not in the context"
            for path in found:
                file = target / path if several else target / Path(path).relative_to(source)
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / path, file)

    def _run(self, command: str) -> None:
        if os.geteuid() != 0:
            command = command.replace("-o 10001 -g 10001 ", "")  # only root gives folders away
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        # Compiling what is installed takes as long as all the rest, and is the same everywhere.
        environment = os.environ | {"PATH": path, "PIP_COMPILE": "0"}
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self._folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=BUILD_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
