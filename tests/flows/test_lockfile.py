"""The JavaScript clients that the flows use are pinned, and by nothing but name, version and hash."""

from __future__ import annotations

import json
import re
from typing import Any

from clients.javascript import FOLDER, LOCK

EXACT = re.compile(r"\d+\.\d+\.\d+(?:-[\w.]+)?")
"""A version, and not the address of some archive."""


def packages() -> dict[str, Any]:
    """Return the locked packages."""
    found: dict[str, Any] = json.loads(LOCK.read_text("utf-8"))["packages"]
    return found


def test_the_lockfile_names_no_registry() -> None:
    """Every package is locked by version and hash, its own or that of the package it is bundled in, and may come from any registry."""
    installed = [package for path, package in packages().items() if path]
    assert installed
    assert all(package.get("inBundle") or "integrity" in package for package in installed)
    assert all(EXACT.fullmatch(package["version"]) for package in installed)
    assert not any("resolved" in package for package in installed)


def test_the_lockfile_is_that_of_the_package() -> None:
    """The versions that package.json asks for are exact, and those that are locked."""
    wanted = json.loads((FOLDER / "package.json").read_text("utf-8"))["dependencies"]
    assert wanted == {name: packages()[f"node_modules/{name}"]["version"] for name in wanted}
