"""What the documents say of the code is what the code says."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from dialbook.server.inventory import sample

ROOT = Path(__file__).parents[2]


def test_the_generated_parts_are_as_generated() -> None:
    """``python scripts/docs.py --check`` finds no difference: ``make docs`` mends one."""
    command = [sys.executable, str(ROOT / "scripts" / "docs.py"), "--check"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_readme_counts_the_operations_rightly() -> None:
    """README.md says how many operations there are and which of them work, as the generated table does."""
    generated = (ROOT / "docs" / "compatibility.md").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    counts = re.search(r"has (\d+) of (\d+) operations of `chime-sdk-voice` and (\d+) of (\d+) operations", generated)
    assert counts
    newer, older = f"{counts[1]} of {counts[2]} operations", f"{counts[3]} of {counts[4]} phone-number operations"
    assert f"It has {newer} of `chime-sdk-voice` and {older} of `chime`" in readme


def test_the_readme_shows_the_sample_inventory() -> None:
    """Each number of the sample has a row in README.md that agrees with it, and there is no other row."""
    readme = (ROOT / "README.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-2]] for line in readme.splitlines() if line.startswith("| +")]
    numbers = sample(datetime(2026, 1, 1, tzinfo=UTC))
    assert rows == [
        [number.e164, number.country, number.type, number.product_type, number.status, number.calling_name or ""]
        for number in numbers
    ]
