"""The JavaScript SDK that the flows use is pinned, and by nothing but its name, version and hash."""

from __future__ import annotations

import json
from typing import Any

from clients.javascript import FOLDER, LOCK


def packages() -> dict[str, Any]:
    """Return the locked packages."""
    found: dict[str, Any] = json.loads(LOCK.read_text("utf-8"))["packages"]
    return found


def test_the_lockfile_names_no_registry() -> None:
    """Every package is locked by version and hash, and may come from whichever registry npm is configured for."""
    assert "://" not in LOCK.read_text("utf-8")
    installed = [package for path, package in packages().items() if path]
    assert installed
    assert all({"version", "integrity"} <= package.keys() and "resolved" not in package for package in installed)


def test_the_lockfile_is_that_of_the_package() -> None:
    """The versions that package.json asks for are exact, and those that are locked."""
    wanted = json.loads((FOLDER / "package.json").read_text("utf-8"))["dependencies"]
    assert wanted == {name: packages()[f"node_modules/{name}"]["version"] for name in wanted}
