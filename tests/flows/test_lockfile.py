"""The packages for JavaScript that the tests and the example use are pinned, and by nothing but name, version and hash."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from clients import javascript

EXACT = re.compile(r"\d+\.\d+\.\d+(?:-[\w.]+)?")
"""A version, and not the address of some archive."""
EXAMPLE = Path(__file__).parents[2] / "examples" / "javascript"


@pytest.fixture(params=[javascript.FOLDER, EXAMPLE], ids=["clients", "example"])
def folder(request: pytest.FixtureRequest) -> Path:
    """Return each folder that has packages."""
    found: Path = request.param
    return found


@pytest.fixture
def packages(folder: Path) -> dict[str, Any]:
    """Return the locked packages."""
    found: dict[str, Any] = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    return found


def test_the_lockfile_names_no_registry(packages: dict[str, Any]) -> None:
    """Every package is locked by version and hash, its own or that of the package it is bundled in, and may come from any registry."""
    installed = [package for path, package in packages.items() if path]
    assert installed
    assert all(package.get("inBundle") or "integrity" in package for package in installed)
    assert all(EXACT.fullmatch(package["version"]) for package in installed)
    assert not any("resolved" in package for package in installed)


def test_the_lockfile_is_that_of_the_package(folder: Path, packages: dict[str, Any]) -> None:
    """The versions that package.json asks for are exact, and those that are locked."""
    package = json.loads((folder / "package.json").read_text("utf-8"))
    wanted = package["dependencies"] | package.get("devDependencies", {})
    assert wanted == {name: packages[f"node_modules/{name}"]["version"] for name in wanted}


def test_the_same_sdk_is_used_everywhere() -> None:
    """The example shows the client that the flows are run with."""
    name = "@aws-sdk/client-chime-sdk-voice"
    both = [json.loads((folder / "package.json").read_text("utf-8")) for folder in (javascript.FOLDER, EXAMPLE)]
    assert len({package["dependencies"][name] for package in both}) == 1
