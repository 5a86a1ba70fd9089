"""``dialbook serve``: its banner, what it refuses to serve, and one run of the real program."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dialbook import __version__
from dialbook.access.keys import Secret
from dialbook.cli.options import DEFAULT_MASTER_KEY_FILE
from dialbook.cli.serve import IN_REAL_TIME, banner
from dialbook.cli.session import with_store
from dialbook.domain.clock import REAL_TIME, ClockSetting
from dialbook.server.config import Config
from running import free_port

if TYPE_CHECKING:
    from cli.conftest import Dialbook

DEVELOPMENT = """\
dialbook {version} listens on http://127.0.0.1:{port} and keeps its numbers in {store}

  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
  export AWS_ENDPOINT_URL=http://127.0.0.1:{port}
  aws chime-sdk-voice get-phone-number --phone-number-id +12065550100

"""
STORED = """\
dialbook {version} listens on http://127.0.0.1:8000 and keeps its numbers in /srv/my numbers.db

  eval "$({command})"; export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
  export AWS_ENDPOINT_URL=http://127.0.0.1:8000
  aws chime-sdk-voice list-phone-numbers
"""
NEW_KEY = "dialbook keys create --account 123456789012 --store '/srv/my numbers.db'"


@pytest.mark.parametrize(
    ("options", "command"),
    [
        ({"master_key_file": DEFAULT_MASTER_KEY_FILE}, NEW_KEY),
        ({"master_key_file": Path("/srv/master.key")}, f"{NEW_KEY} --master-key-file /srv/master.key"),
        (
            {"master_key_file": Path("/srv/master.key"), "master_key": Secret("hidden")},
            f"DIALBOOK_MASTER_KEY=… {NEW_KEY}",
        ),
    ],
)
def test_the_banner_with_keys_of_ones_own(options: dict[str, Any], command: str) -> None:
    """The line to paste makes a key that this server knows, whatever its store and its master key, which is not shown."""
    config = Config(store="/srv/my numbers.db", keys="stored", **options)
    assert banner(config, number="+12065550100") == STORED.format(version=__version__, command=command)


def test_the_banner_of_a_store_in_memory() -> None:
    """It says how long it keeps anything."""
    config = Config(store="memory:", master_key_file=Path("/srv/master.key"))
    assert banner(config).partition("\n")[0].endswith(" keeps its numbers in memory, until it stops")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "get-phone-number --phone-number-id +12065550100"),
        (["--no-sample"], "list-phone-numbers"),
        (["--store", "memory:"], "get-phone-number --phone-number-id +12065550100"),
        (["--store", "memory:", "--no-sample"], "list-phone-numbers"),
        (["--phone-number-quota", "0"], "list-phone-numbers"),
    ],
)
def test_the_banner_asks_for_what_there_is(
    dialbook: Dialbook, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    """Whoever pastes it sees an answer; a store without the sample has no number that anybody knows."""
    monkeypatch.setattr("dialbook.server.serve.serve", lambda *_: sys.exit(0))
    assert f"\n  aws chime-sdk-voice {said}\n" in dialbook("serve", "--port", free_port(), *options).out


def test_the_banner_of_a_store_that_an_import_began(
    dialbook: Dialbook, csv: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was never empty, so it has no sample."""
    monkeypatch.setattr("dialbook.server.serve.serve", lambda *_: sys.exit(0))
    dialbook("numbers", "import", csv("+12065550110", header="E164PhoneNumber"))
    assert "\n  aws chime-sdk-voice list-phone-numbers\n" in dialbook("serve", "--port", free_port()).out


CONTROLS = """

The controls are on: anybody who can use them can change and remove everything in the store.
{clock}
  {token}dialbook clock advance 72h --url http://127.0.0.1:8000
"""
FROZEN = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("token", "clock", "said"),
    [
        (None, REAL_TIME, {"clock": "", "token": ""}),
        (Secret("a-token-of-24-characters"), REAL_TIME, {"clock": "", "token": "DIALBOOK_CONTROLS_TOKEN=… "}),
        (
            None,
            ClockSetting(frozen_at=FROZEN),
            {"clock": "Its clock stands still at 2030-01-01T00:00:00.000Z.\n", "token": ""},
        ),
    ],
)
def test_the_banner_with_controls(token: Secret | None, clock: ClockSetting, said: dict[str, str]) -> None:
    """It says that they are on, that the store's clock was moved, and what to paste; the token is not shown."""
    config = Config(store="memory:", master_key_file=Path("/srv/master.key"), controls=True, controls_token=token)
    assert banner(config, clock).endswith(CONTROLS.format(**said))


def test_the_banner_of_a_clock_that_was_moved() -> None:
    """It says what the clock shows."""
    config = Config(store="memory:", master_key_file=Path("/srv/master.key"), controls=True)
    said = banner(config, ClockSetting(ahead_milliseconds=1000))
    assert re.search(r"\nIts clock was moved: it shows 2\d{3}-\d\d-\d\dT[\d:.]+Z\.\n", said)


REFUSED = {
    "--host 0.0.0.0 --insecure-development-keys --controls": "Beyond loopback the controls are served only to ",
    "--controls --controls-token short": "The token of the controls must be 16 to 256 letters, digits and the signs ",
    "--host 0.0.0.0": "The development keys are known to everyone, so they are not served beyond loopback.",
    "--host 300.1.1.1": "The host 300.1.1.1 is not one to listen on: ",
    "--host 192.0.2.1 --insecure-development-keys": "Cannot listen on port {port} of 192.0.2.1: Cannot assign requested address. "
    "Name another with --host.",
    "--store memory: --workers 2": "A store in memory belongs to one process:",
    "--store memory: --keys stored": "A store in memory can be given no keys:",
    "--store mysql://host": "The store must be memory:, the path of a SQLite file, or the URL",
    "--keys stored": "There is no master key file ",
    "--keys stored --master-key short": "The master key must be 32 bytes in base64.",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_not_served(dialbook: Dialbook, words: str) -> None:
    """One sentence, no banner, and no secret repeated."""
    port = free_port()
    ended = dialbook("serve", "--port", port, *words.split())
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"dialbook: {REFUSED[words].format(port=port)}")
    assert ended.err.count("\n") == 1
    assert "short" not in ended.err


@pytest.mark.parametrize("words", [["--port", "0"], ["--port", "65536"], ["--workers", "0"], ["--rules", "none"]])
def test_values_out_of_range(dialbook: Dialbook, words: list[str]) -> None:
    """The option is named with its variable, since the value may have come from there."""
    ended = dialbook("serve", *words)
    assert (ended.status, ended.out) == (2, "")
    assert f"'{words[0]}' (env var: 'DIALBOOK_{words[0][2:].upper()}')" in ended.err


def test_a_port_that_somebody_has(dialbook: Dialbook) -> None:
    """It is refused, though the workers could share it: half of the requests would go to the other one."""
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        port = other.getsockname()[1]
        ended = dialbook("serve", "--port", port)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        f"dialbook: Cannot listen on port {port} of 127.0.0.1: Address already in use. Name another with --port.\n"
    )


@pytest.fixture
def port() -> int:
    """Name a port for the program."""
    return free_port()


@pytest.fixture
def program(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run ``dialbook serve`` in a process of its own."""
    words = [sys.executable, "-m", "dialbook", "serve", "--host", "localhost", "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_the_program(program: subprocess.Popen[str], store: Path, port: int) -> None:
    """It says where it is, answers there, and ends quietly when it is interrupted."""
    assert program.stdout
    printed = "".join(program.stdout.readline() for _ in range(6))
    assert printed == DEVELOPMENT.format(version=__version__, port=port, store=store)
    assert healthy(port)
    program.send_signal(signal.SIGINT)
    assert program.stdout.read() == ""
    assert program.wait(10) == 0


def healthy(port: int) -> bool:
    """Ask the server how it is, as often as it takes to start."""
    for _ in range(500):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_dialbook/health", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.02)
    return False


def test_a_server_in_real_time_warns_of_a_clock_that_was_moved(
    home: Path, dialbook: Dialbook, store: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever goes on without controls should know what to expect; with them the banner says it."""
    moved = ClockSetting(ahead_milliseconds=1000)
    with_store(str(store), lambda opened: opened.write(lambda tx: tx.put(moved)), create=True)
    monkeypatch.setattr("dialbook.server.serve.serve", lambda *_: sys.exit(0))
    assert dialbook("serve", "--port", port).err == f"{IN_REAL_TIME}\n"
    ended = dialbook("serve", "--port", port, "--controls")
    assert (ended.err, "Its clock was moved" in ended.out) == ("", True)
