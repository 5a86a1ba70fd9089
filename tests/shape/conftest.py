"""The sources of the package, parsed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import dialbook

ROOT = Path(dialbook.__file__).parent
GENERATED = ("contract/voice/", "contract/chime/")


class Source:
    """One file of the package."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.relative_to(ROOT).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)

    @property
    def generated(self) -> bool:
        """Tell whether nobody writes this file by hand."""
        return self.name.startswith(GENERATED)

    def imports(self) -> set[str]:
        """Give the full name of every module, and of everything from a module, that the file imports anywhere."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
        return found

    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Give every function of the file, also those within classes and functions."""
        return [node for node in ast.walk(self.tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


@pytest.fixture(scope="session")
def sources() -> list[Source]:
    """Give every file of the package."""
    return [Source(path) for path in sorted(ROOT.rglob("*.py"))]


@pytest.fixture(scope="session")
def written(sources: list[Source]) -> list[Source]:
    """Give every file that somebody wrote: the generated ones have tests of their own."""
    return [source for source in sources if not source.generated]
