"""The contract in the repository is what the generator writes from the installed botocore."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contract_generator import files


@pytest.fixture(scope="module")
def regenerated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the contract into an empty folder."""
    target = tmp_path_factory.mktemp("contract")
    files.write(files.generate(), target)
    return target


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder by its path, without Python's caches."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("folder", ["chime", "voice"])
def test_every_generated_file_is_as_generated(regenerated: Path, folder: str) -> None:
    """Each file is the generator's byte for byte, none is missing and none is left over: ``make contract`` mends it."""
    assert contents(files.CONTRACT_FOLDER / folder) == contents(regenerated / folder)


def test_the_generator_writes_both_folders_and_nothing_else(regenerated: Path) -> None:
    """Regenerating touches the folders of the two namespaces only."""
    assert {path.name for path in regenerated.iterdir()} == {"chime", "voice"}


def test_every_generated_file_says_so(regenerated: Path) -> None:
    """Each file names its source and asks not to be edited, and stays short enough to read."""
    for name, content in contents(regenerated).items():
        assert b"by scripts/contract.py; do not edit." in content, name
        assert content.count(b"\n") < 900, name


def test_the_command_finds_no_difference() -> None:
    """``python scripts/contract.py --check`` ends well when nothing differs."""
    command = [sys.executable, str(files.ROOT / "scripts" / "contract.py"), "--check"]
    assert subprocess.run(command, check=False, capture_output=True, text=True).stdout == ""
