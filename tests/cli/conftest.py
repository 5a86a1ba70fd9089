"""The command line as a user has it: words in, text and an exit status out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dialbook.cli import configuration
from dialbook.cli.main import main
from dialbook.cli.session import with_store
from dialbook.ports.store import R
from fresh import ON_POSTGRESQL, fresh_store


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


Dialbook = Callable[..., Ended]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Name the file that is the store of every command unless it is told another; a test that looks into it is of SQLite."""
    if ON_POSTGRESQL:
        pytest.skip("it looks into a file of SQLite")
    return tmp_path / "dialbook.db"


@pytest.fixture
def location(tmp_path: Path) -> Iterator[str]:
    """Name the store that every command uses unless it is told another."""
    if not ON_POSTGRESQL:
        yield str(tmp_path / "dialbook.db")
        return
    with fresh_store() as url:
        yield url


def records(location: str, kind: type[R]) -> list[R]:
    """Return all records of a kind that a store has."""
    return with_store(location, lambda store: store.read(lambda tx: tx.page(kind, {}, None, 100_000)), create=True)


@pytest.fixture
def home(tmp_path: Path, location: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the commands a place of their own: no variable and no file of whoever runs the tests reaches them."""
    for variable in [name for name in os.environ if name.startswith("DIALBOOK_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("DIALBOOK_STORE", location)
    monkeypatch.setenv("DIALBOOK_MASTER_KEY_FILE", str(tmp_path / "master.key"))
    monkeypatch.setattr(configuration, "DEFAULT_FILE", tmp_path / "dialbook.toml")
    return tmp_path


@pytest.fixture
def dialbook(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Dialbook:
    """Run ``dialbook`` with these words."""

    def run(*words: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["dialbook", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def csv(tmp_path: Path) -> Callable[..., Path]:
    """Write lines, or bytes as they are, to a CSV file."""

    def write(*lines: str | bytes, header: str | None = "E164PhoneNumber,Account,ProductType,Name,CallingName") -> Path:
        file = tmp_path / "numbers.csv"
        given = [line if isinstance(line, bytes) else f"{line}\n".encode() for line in lines]
        file.write_bytes(b"".join([b"" if header is None else f"{header}\n".encode(), *given]))
        return file

    return write
