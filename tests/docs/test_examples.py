"""Every example of README.md, CONTRIBUTING.md, docs/ and examples/ is executed, and prints what the document says.

A document's examples run in order, in one terminal, against one fresh server with the sample inventory. The server's address, the home
folder and an empty PostgreSQL database, as a document writes them, stand for those of the test (``Reader``); ``VOLATILE`` is what differs
from run to run; and ``...`` in a document stands for anything. The document of an example finds a copy of that example around it. A console
block is commands (``$``, going on with ``>``) and what they print. Any other block begins with a comment such as ``# update.py``, and is a
file of that name.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it.token import Token

from clients import javascript
from clients.serving import PROGRAMS, Serving
from clients.terminal import Terminal
from postgres import PASSWORD, binaries, running
from running import free_port

NOT_EXECUTED = {
    "make test": "these are the tests",
    "make check": "it runs these tests",
    "pip install .": "the tests run what is installed",
    "pip install boto3 pytest path/to/the/clone": "the same",
    "npm install @aws-sdk/client-chime-sdk-voice": "tests/clients has it, in the version of its package-lock.json",
    "npm ci": "done before, and kept",
    **dict.fromkeys(
        ("apt-get ", "echo create_main_cluster", "psql -h 10.0.0.1 ", "createdb -h 10.0.0.1 "),
        "`make ha` does what docs/failover.md says",
    ),
    "docker ": "no container engine runs here: tests/container does what the Dockerfile says",
}
"""How the commands begin that no test runs, and why."""
GENERATED = "docs/cli.md"
"""The document whose blocks are what a program says; test_generated.py compares them."""
SERVERS = ("make serve", "dialbook serve")
"""The commands that start the server of a document: it runs already, and began by printing this."""
VOLATILE = [
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"), "<time>"),
    (re.compile(r"\d{8}T\d{6}Z"), "<time>"),
    (re.compile(r"(?m)^date: .*$"), "date: <time>"),
    (re.compile(r"(?m)^\d\d:\d\d:\d\d (?=[A-Z])"), "<time> "),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?"), "<time>"),
    (re.compile(r"milliseconds=[\d.]+"), "milliseconds=<number>"),
    (re.compile(r"\bAKIA[A-Z2-7]{16}\b"), "<key id>"),
    (re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<request id>"),
]
ROOT = Path(__file__).parents[2]
FILE = re.compile(r"(?:#|//) ([\w.-]+)\n")
DATABASE_SERVER = "dialbook@db.example.com"
"""A user and the PostgreSQL server of documents, which has an empty database. The password is in the environment."""
NODE = re.compile(r"^\$ (?:node|npm) ", re.MULTILINE)
COMPARE = doctest.OutputChecker()


def blocks(parsed: list[Token]) -> Iterator[Token]:
    """Yield the fenced blocks of a document, but for diagrams, and for faults, which test_fault_examples.py orders."""
    return (token for token in parsed if token.type == "fence" and token.info not in {"mermaid", "json"})


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Yield the commands of a console block, each with what it is said to print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        more = next((index for index, line in enumerate(lines[1:], 1) if not line.startswith("> ")), len(lines))
        yield "\n".join([lines[0], *(line[2:] for line in lines[1:more])]), "\n".join(lines[more:])


def left_out(command: str) -> str | None:
    """Return the entry of NOT_EXECUTED that a command falls under."""
    return next((beginning for beginning in NOT_EXECUTED if command.startswith(beginning)), None)


class Reader:
    """A reader who tries everything, in a folder of their own."""

    def __init__(self, serving: Serving, terminal: Terminal, database_server: str) -> None:
        self._serving = serving
        self._terminal = terminal
        self._as_written = {"http://127.0.0.1:8000": serving.url, "/home/you": str(serving.home)}
        if database_server:
            self._as_written[DATABASE_SERVER] = database_server

    def try_out(self, block: Token) -> None:
        """Write a file, or run the commands and compare what they print."""
        if block.info == "console":
            for command, said in commands(block.content):
                if left_out(command) is None:
                    self._run(command, said, f"line {block.map[0] + 1}" if block.map else "")
            return
        named = FILE.match(block.content)
        assert named, f"Nobody executes this block: {block.content}"
        file = self._serving.home / named[1]
        file.write_text(self._here(block.content), "utf-8")
        if block.info == "toml":
            complaint = self._terminal.run(f"dialbook --config {named[1]} numbers --help > /dev/null")
            assert not complaint, complaint

    def _run(self, command: str, said: str, where: str) -> None:
        __tracebackhide__ = True
        if command.startswith(SERVERS):
            printed, said = self._serving.output, f"{said}..."
        else:
            printed = self._terminal.run(self._here(command))
        example = doctest.Example(command, constant(said))
        as_written = constant(self._written(printed))
        if not COMPARE.check_output(example.want, as_written, doctest.ELLIPSIS):
            difference = COMPARE.output_difference(example, as_written, doctest.ELLIPSIS | doctest.REPORT_NDIFF)
            pytest.fail(f"{where}: $ {command}\n{difference}")

    def _here(self, text: str) -> str:
        for written, here in self._as_written.items():
            text = text.replace(written, here)
        return text

    def _written(self, text: str) -> str:
        for written, here in self._as_written.items():
            text = text.replace(here, written)
        return text


def constant(text: str) -> str:
    """Put a name in the place of what differs from run to run."""
    for pattern, name in VOLATILE:
        text = pattern.sub(name, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"


@pytest.fixture
def home(document: str, tmp_path: Path) -> Path:
    """Return the reader's folder: with a copy of the example that the document belongs to, or with nothing in it."""
    example = (ROOT / document).parent
    if example.parent == ROOT / "examples":
        shutil.copytree(example, tmp_path, ignore=shutil.ignore_patterns("node_modules"), dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def lacking(parsed: list[Token], document: str, home: Path) -> str:
    """Put the packages where the JavaScript of a document finds them; return why they cannot be had. In CI they must be."""
    own = (ROOT / document).parent if (home / "package.json").exists() else javascript.FOLDER
    if own == javascript.FOLDER and not any(block.info == "javascript" for block in blocks(parsed)):
        return ""
    try:
        (home / "node_modules").symlink_to(javascript.install(own))
    except javascript.Missing as missing:
        if javascript.required():
            pytest.fail(f"packages for JavaScript: {missing}")
        return str(missing)
    return ""


@pytest.fixture
def database_server(document: str) -> Iterator[str]:
    """Run PostgreSQL with an empty database where a document has one; return the user and the address."""
    if DATABASE_SERVER not in (ROOT / document).read_text("utf-8"):
        yield ""
        return
    with running() as cluster:
        cluster.run("create database dialbook")
        yield f"postgres@127.0.0.1:{cluster.port}"


def test_every_example_prints_what_the_document_says(
    parsed: list[Token], home: Path, lacking: str, database_server: str
) -> None:
    """A reader who tries a document from its beginning to its end sees what it shows."""
    tried = [block for block in blocks(parsed) if not (lacking and NODE.search(block.content))]
    if tried:
        own = {
            "NODE_NO_WARNINGS": "1",  # the SDK says which versions of Node it will leave behind
            "NO_COLOR": "1",
            "PORT": str(free_port()),  # for a server that an example starts
            "PATH": os.pathsep.join([str(PROGRAMS), str(binaries()), os.environ["PATH"]]),
            "PGPASSWORD": PASSWORD,
        }
        with (
            Serving(home, "--access-log", "--controls") as serving,
            Terminal(home, serving.shell | own) as terminal,
        ):
            reader = Reader(serving, terminal, database_server)
            for block in tried:
                reader.try_out(block)
    if lacking:
        pytest.skip(f"everything but the JavaScript is as the document says: {lacking}")


def test_the_few_tests_of_an_example_are_there(everything: str) -> None:
    """What CONTRIBUTING.md has `make test` select is something."""
    (selection,) = re.findall(r'make test ARGS="(.+?)"', everything)
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *shlex.split(selection)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_nobody_is_told_to_install_what_is_not_released(everything: str) -> None:
    """Before its first release only a clone can be installed."""
    if "## 0.1.0 - unreleased" in (ROOT / "CHANGELOG.md").read_text("utf-8"):
        assert re.findall(r"pip install [^`\n]*\bdialbook\b", everything) == []


def test_a_server_is_started_before_numbers_are_imported(parsed: list[Token]) -> None:
    """The tests have one from the beginning; to a reader who imports into no store yet, nothing gives the sample any more."""
    run = [command for block in blocks(parsed) if block.info == "console" for command, _ in commands(block.content)]
    imports = [at for at, command in enumerate(run) if command.startswith("dialbook numbers import")]
    assert not imports or any(command.startswith(SERVERS) for command in run[: imports[0]])


def test_a_block_is_commands_or_a_file(parsed: list[Token], document: str) -> None:
    """A console block begins with a command, and every other block is a file in a language that the examples use."""
    assert document == GENERATED or not any(token.type == "code_block" for token in parsed)
    for block in blocks(parsed):
        if block.info == "console":
            assert block.content.startswith("$ "), block.content
        else:
            assert block.info in {"python", "javascript", "toml", "sh", "yaml"}, block.content


def test_what_is_not_executed_is_still_there(everything: str) -> None:
    """Each command that no test runs stands in some document."""
    assert [beginning for beginning in NOT_EXECUTED if f"\n$ {beginning}" not in everything] == []
