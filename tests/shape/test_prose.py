"""Everything public says what it is, and only the command line talks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shape.conftest import Source

TESTS = Path(__file__).parents[1]
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}


def public(
    body: list[ast.stmt], within: str
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]]:
    """Give the public functions and classes of a body, and those of its public classes."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            if any(ast.unparse(decorator) == "overload" for decorator in node.decorator_list):
                continue  # what follows it says what it is
            yield f"{within}.{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{within}.{node.name}")


def test_everything_public_has_a_docstring(sources: list[Source]) -> None:
    """Modules, classes, functions and methods."""
    silent = [source.name for source in sources if not ast.get_docstring(source.tree)]
    silent += [
        name
        for source in sources
        for name, node in public(source.tree.body, source.name)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_test_says_what_holds() -> None:
    """Each test function has its sentence."""
    silent = [
        f"{path.relative_to(TESTS)} {node.name}"
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")
        if not (ast.get_docstring(node) or "").partition("\n")[0].endswith(".")
    ]
    assert silent == []


def test_only_the_command_line_prints(sources: list[Source]) -> None:
    """Everything else returns, raises or logs."""
    printing = {
        source.name
        for source in sources
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.__stdout__"})
    }
    assert {name for name in printing if not name.startswith("cli/")} == set()


def test_no_file_has_a_name_that_says_nothing(sources: list[Source]) -> None:
    """Such a file gathers whatever has no place."""
    assert {part for source in sources for part in source.path.with_suffix("").parts[-3:]} & BANNED_NAMES == set()
