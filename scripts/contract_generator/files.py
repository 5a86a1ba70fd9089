"""Format, write and compare the generated files."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from contract_generator.service import load
from contract_generator.source import sources

ROOT = Path(__file__).resolve().parents[2]
CONTRACT_FOLDER = ROOT / "src" / "dialbook" / "contract"

# The operations of the older API that dialbook speaks: those on phone numbers and their settings, by both APIs, and the
# two that give a number to a user. Its other operations are about meetings, rooms and accounts.
CHIME_OPERATIONS = frozenset(
    {
        "AssociatePhoneNumberWithUser",
        "BatchDeletePhoneNumber",
        "BatchUpdatePhoneNumber",
        "CreatePhoneNumberOrder",
        "DeletePhoneNumber",
        "DisassociatePhoneNumberFromUser",
        "GetGlobalSettings",
        "GetPhoneNumber",
        "GetPhoneNumberOrder",
        "GetPhoneNumberSettings",
        "ListPhoneNumberOrders",
        "ListPhoneNumbers",
        "ListSupportedPhoneNumberCountries",
        "RestorePhoneNumber",
        "SearchAvailablePhoneNumbers",
        "UpdateGlobalSettings",
        "UpdatePhoneNumber",
        "UpdatePhoneNumberSettings",
    }
)


def generate() -> dict[str, str]:
    """Write both contracts: their text by path below the contract folder."""
    contracts = {"chime": load("chime", CHIME_OPERATIONS), "voice": load("chime-sdk-voice")}
    return _formatted(
        {
            f"{folder}/{name}": text
            for folder, service in contracts.items()
            for name, text in sources(service, f"dialbook.contract.{folder}").items()
        }
    )


def write(texts: Mapping[str, str], target: Path = CONTRACT_FOLDER) -> None:
    """Write the generated files below the target, and remove those that are generated no longer."""
    for path in _present(target, texts) - set(texts):
        (target / path).unlink()
    for path, text in texts.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8")


def differences(texts: Mapping[str, str], target: Path = CONTRACT_FOLDER) -> list[str]:
    """Name the files below the target that are missing, stale or not what was generated."""
    present = _present(target, texts)
    return sorted(
        path
        for path in present | set(texts)
        if path not in texts or path not in present or (target / path).read_bytes() != texts[path].encode()
    )


def _present(target: Path, texts: Mapping[str, str]) -> set[str]:
    folders = {path.split("/")[0] for path in texts}
    found = {file for folder in folders for file in (target / folder).rglob("*") if file.is_file()}
    return {file.relative_to(target).as_posix() for file in found if "__pycache__" not in file.parts}


def _formatted(texts: Mapping[str, str]) -> dict[str, str]:
    """Take out unused imports, sort the rest and format, with the repository's own settings."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(texts, folder)
        _ruff("check", "--fix", "--select", "F401,I001", name)
        _ruff("format", name)
        return {path: (folder / path).read_text(encoding="utf-8") for path in texts}


def _ruff(command: str, *arguments: str) -> None:
    settings = ["--quiet", "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    subprocess.run([sys.executable, "-m", "ruff", command, *settings, *arguments], check=True, cwd=ROOT)
