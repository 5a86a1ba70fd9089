"""What the controls over HTTP need is loaded where they are served, and nowhere else."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = "; import sys; print(*sorted({'starlette', 'urllib3'} & sys.modules.keys()))"


@pytest.mark.parametrize(
    ("statement", "loaded"),
    [
        ("import dialbook.cli.main, dialbook.server.serve", ""),
        ("import dialbook.controls.http.application", "starlette"),
    ],
)
def test_starlette_is_loaded_with_the_controls_only(statement: str, loaded: str) -> None:
    """A server without them starts as quickly as before."""
    done = subprocess.run([sys.executable, "-c", statement + LOADED], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == loaded
