"""What may know what."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shape.conftest import Source

REPOSITORY = Path(__file__).parents[2]


def test_imports_point_inwards() -> None:
    """The contracts of import-linter in pyproject.toml hold."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    result = subprocess.run(command, check=False, capture_output=True, text=True, cwd=REPOSITORY)
    assert result.returncode == 0, result.stdout + result.stderr
    assert " 0 broken." in result.stdout


def test_the_domain_knows_nothing_but_itself(sources: list[Source]) -> None:
    """It imports the standard library and msgspec only, and of the standard library nothing that does anything."""
    pure = {
        "__future__",
        "collections",
        "dataclasses",
        "datetime",
        "base64",
        "enum",
        "hashlib",
        "ipaddress",
        "itertools",
        "math",
        "re",
        "statistics",
        "typing",
        "urllib",
        "msgspec",
    }
    for source in sources:
        if source.name.startswith("domain/"):
            foreign = {name for name in source.imports() if not name.startswith("dialbook.domain.")}
            assert {name.partition(".")[0] for name in foreign} <= pure, source.name
            assert not {name for name in foreign if name.startswith("urllib.")} - {"urllib.parse.unquote"}, source.name


def test_one_module_names_concrete_parts(sources: list[Source]) -> None:
    """Only the assembly knows which store and which carrier there are."""
    concrete = ("dialbook.stores.sqlite", "dialbook.stores.postgres", "dialbook.carriers.simulated")
    naming = {
        source.name
        for source in sources
        if not source.name.startswith(("stores/", "carriers/"))
        and any(name.startswith(concrete) for name in source.imports())
    }
    assert naming == {"server/build.py"}


def test_nothing_of_development_is_needed_at_run_time(sources: list[Source]) -> None:
    """What only tests and scripts are made with is not imported, but by what is for the tests of others: those have it."""
    development = {"boto3", "botocore", "hypothesis", "pytest", "moto"}
    needing = {
        (source.name.partition("/")[0], name.partition(".")[0])
        for source in sources
        for name in source.imports()
        if name.partition(".")[0] in development
    }
    assert needing == {("testing", "boto3"), ("testing", "botocore"), ("testing", "pytest")}
