"""What becomes of a command whose output nobody reads, or has no room."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Dialbook

NO_ROOM = "dialbook: Standard output cannot be written: No space left on device.\n"
COUNT = 20_000

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(autouse=True)
def buffered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the programs write as they usually do: most of it at the end."""
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)


def program(*words: object) -> list[str]:
    """Return how a command is run in a process of its own."""
    return [sys.executable, "-m", "dialbook", *map(str, words)]


@pytest.fixture
def filled(dialbook: Dialbook, csv: Callable[..., Path]) -> None:
    """Have a store of many numbers."""
    lines = [f"+1206{number:07}" for number in range(2_000_000, 2_000_000 + COUNT)]
    assert dialbook("numbers", "import", csv(*lines, header="E164PhoneNumber")).status == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file without room")
@pytest.mark.parametrize("words", ["rules", "--version", "numbers export", "numbers list", "serve --store memory:"])
def test_output_without_room_is_told_in_a_sentence(dialbook: Dialbook, csv: Callable[..., Path], words: str) -> None:
    """Whether it fails in the midst or only at the end."""
    dialbook("numbers", "import", csv("+12065550100", header="E164PhoneNumber"))
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(program(*words.split()), stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert (ended.returncode, ended.stderr) == (1, NO_ROOM)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file without room")
@pytest.mark.usefixtures("filled")
def test_a_file_without_room_is_told_in_a_sentence(dialbook: Dialbook) -> None:
    """Of an export that its opening could not refuse."""
    ended = dialbook("numbers", "export", "/dev/full")

    assert (ended.status, ended.err) == (
        1,
        "dialbook: The file /dev/full cannot be written: No space left on device.\n",
    )


@pytest.mark.parametrize("words", ["rules", "numbers export"])
@pytest.mark.usefixtures("filled")
def test_who_has_read_enough_is_told_nothing(words: str) -> None:
    """As with any program before ``head``."""
    with subprocess.Popen(
        program(*words.split()), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()

        assert (process.stderr.read(), process.wait(30)) == ("", 1)


def test_a_program_without_an_output_still_ends_well() -> None:
    """Some supervisors close it."""
    ended = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *program("rules")], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.usefixtures("filled")
def test_an_export_ends_when_it_is_interrupted(tmp_path: Path) -> None:
    """Soon: within the page of numbers that it is at."""
    pipe = tmp_path / "out.csv"
    os.mkfifo(pipe)
    with subprocess.Popen(program("numbers", "export", pipe), stderr=subprocess.PIPE, text=True) as process:
        with pipe.open() as reader:
            lines = [reader.readline() for _ in range(10)]
            process.send_signal(signal.SIGINT)
            lines += reader.readlines()
        assert process.stderr is not None

        assert (process.wait(30), process.stderr.read()) == (130, "")
    assert 10 < len(lines) < COUNT // 2
