"""The program as a whole: help, version, and what is said when something is wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.core import TyperOption
from typer.main import get_command

from dialbook import __version__
from dialbook.cli.configuration import toml_types
from dialbook.cli.main import app

if TYPE_CHECKING:
    from cli.conftest import Dialbook

COSTLY = {"asyncio", "asyncpg", "cryptography", "granian", "phonenumbers", "rich", "apsw"}
"""Modules that a command imports only when it needs them."""


def commands(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command below the program, with the words that call it."""
    command = command or get_command(app)
    yield path, command
    for name, part in getattr(command, "commands", {}).items():
        yield from commands(part, (*path, name))


ALL = dict(commands())


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_explains_itself(dialbook: Dialbook, path: tuple[str, ...]) -> None:
    """Help is shown with status 0, and everything in it has a sentence; the one of the overview fits into its line."""
    ended = dialbook(*path, "--help")
    assert ended.status == 0
    assert ended.out.startswith(f"Usage: {' '.join(('dialbook', *path))} ")
    assert "..." not in ended.out.partition("Commands:")[2]
    assert all(parameter.help for parameter in ALL[path].params)


@pytest.mark.parametrize("path", [path for path in ALL if hasattr(ALL[path], "commands")], ids=" ".join)
def test_a_group_without_a_command_shows_its_help(dialbook: Dialbook, path: tuple[str, ...]) -> None:
    """It ends as a wrong use."""
    ended = dialbook(*path)
    assert ended.status == 2
    assert "Commands:" in ended.out + ended.err


def test_every_option_of_serve_has_a_variable() -> None:
    """Its name is the option's."""
    options = [parameter for parameter in ALL["serve",].params if isinstance(parameter, TyperOption)]
    assert [option.envvar for option in options] == [f"DIALBOOK_{str(option.name).upper()}" for option in options]
    assert len(options) >= 13


def test_a_count_is_a_number_in_the_file() -> None:
    """An option that is a whole number by default is one in the configuration file too, without quotes."""
    options = [
        parameter for command in ALL.values() for parameter in command.params if isinstance(parameter, TyperOption)
    ]
    counts = [option for option in options if type(option.default) is int]
    assert {option.name for option in counts} >= {"port", "workers", "limit"}
    assert [option.name for option in counts if toml_types(option)[0] != {int}] == []


def test_version(dialbook: Dialbook) -> None:
    """The program says its version."""
    assert dialbook("--version") == (0, f"dialbook {__version__}\n", "")


@pytest.mark.parametrize(
    "words", [["numbres"], ["numbers", "imprt"], ["serve", "--prot", "1"], ["keys", "list", "more"]]
)
def test_a_wrong_word_is_a_wrong_use(dialbook: Dialbook, words: list[str]) -> None:
    """Status 2, nothing on standard output, and where help is."""
    ended = dialbook(*words)
    assert (ended.status, ended.out) == (2, "")
    assert "--help" in ended.err


def test_what_can_be_mended_is_one_sentence(dialbook: Dialbook, store: Path) -> None:
    """A file that is no store is named as such, without a traceback."""
    store.write_text("not a database, but long enough for one" * 100)
    ended = dialbook("numbers", "list")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "dialbook: The store's file is not a SQLite database: name another file.\n"


@pytest.mark.parametrize(
    "words",
    [
        ["numbers", "list"],
        ["numbers", "export"],
        ["numbers", "show", "+12065550100"],
        ["numbers", "history", "+12065550100"],
        ["numbers", "calling-name", "+12065550100", "--fail"],
        ["keys", "list"],
        ["keys", "revoke", "AKIA"],
    ],
)
def test_a_mistyped_store_is_not_made(dialbook: Dialbook, store: Path, words: list[str]) -> None:
    """Commands that only look at a store, or change what is in it, say that there is none."""
    ended = dialbook(*words)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"dialbook: There is no store {store}:")
    assert not store.exists()


@pytest.mark.parametrize("words", [["numbers", "list"], ["keys", "create", "--account", "123456789012"]])
@pytest.mark.parametrize(
    ("location", "sentence"),
    [("memory:", "dialbook: A store in memory"), ("mysql://host/name", "dialbook: The store must be")],
)
def test_a_store_that_a_command_cannot_reach(
    dialbook: Dialbook, words: list[str], location: str, sentence: str
) -> None:
    """Memory belongs to a server's process, and other databases are not supported."""
    ended = dialbook(*words, "--store", location)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(sentence)


def test_little_is_imported_to_begin_with() -> None:
    """The version, help and the command line itself cost no module that only some commands need."""
    code = f"import sys, dialbook.cli.main; print(*sorted({COSTLY!r} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ended.stdout == "\n"


def test_a_command_imports_no_other() -> None:
    """A server that starts does not wait for the code of the commands that are not asked for."""
    seen = "print(*[name for name in NAMES if f'dialbook.cli.{name}' in sys.modules])"
    code = f"import atexit, sys; from dialbook.cli.commands import NAMES; atexit.register(lambda: {seen})"
    words = [sys.executable, "-c", f"{code}; from dialbook.cli.main import main; main()", "serve", "--help"]
    ended = subprocess.run(words, check=True, capture_output=True, text=True)
    assert ended.stdout.splitlines()[-1] == "serve"


def test_module_is_the_program() -> None:
    """``python -m dialbook`` is ``dialbook``."""
    words = [sys.executable, "-m", "dialbook", "--version"]
    assert subprocess.run(words, check=True, capture_output=True, text=True).stdout == f"dialbook {__version__}\n"


def test_a_number_is_called_so(dialbook: Dialbook) -> None:
    """Typer calls it an int range; a command of a group calls it a number, too."""
    ended = dialbook("numbers", "list", "--limit", "abc")
    assert (ended.status, ended.out) == (2, "")
    assert "Invalid value for '--limit': 'abc' is not a valid whole number." in ended.err
