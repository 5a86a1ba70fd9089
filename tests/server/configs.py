"""A configuration to change one thing of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dialbook.server.config import Config


def config(**members: Any) -> Config:
    """Return a configuration with a store in memory, but for the members given."""
    given: dict[str, Any] = {"store": "memory:", "master_key_file": Path("master.key")}
    return Config(**(given | members))
