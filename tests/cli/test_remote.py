"""The commands that use the controls of a running server."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dialbook.access.keys import Secret
from running import ACCOUNT, RunningServer, error_of, free_port

if TYPE_CHECKING:
    from cli.conftest import Dialbook

NUMBER = "+12065550100"
TOKEN = "a-token-of-24-characters"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningServer]:
    """Run a server that the commands know from a variable."""
    with RunningServer(controls=True, store_clock=True) as running:
        running.add_number(NUMBER, name="Before")
        monkeypatch.setenv("DIALBOOK_URL", running.url)
        yield running


def test_the_clock_is_shown_and_moved(server: RunningServer, dialbook: Dialbook) -> None:
    """Each command says what the clock shows then."""
    said = [
        dialbook("clock", "show"),
        dialbook("clock", "advance", "72h"),
        dialbook("clock", "freeze"),
        dialbook("clock", "set", "2100-01-01T00:00:00Z"),
        dialbook("clock", "run"),
    ]
    assert [(ended.status, ended.err) for ended in said] == [(0, "")] * 5
    shown, advanced, frozen, there, running = (ended.out for ended in said)
    assert re.fullmatch(rf"{TIME}, real time\n", shown)
    assert re.fullmatch(rf"{TIME}, 3 days, 0:00:00 ahead of real time\n", advanced)
    assert re.fullmatch(rf"{TIME}, frozen, 3 days, 0:00:00 ahead of real time\n", frozen)
    assert there.startswith("2100-01-01T00:00:00.000Z, frozen, ")
    assert running.startswith("2100-01-01T00:00:00.000Z, ")
    assert "frozen" not in running


def test_a_snapshot_is_kept_and_brought_back(server: RunningServer, dialbook: Dialbook, tmp_path: Path) -> None:
    """Through a file too."""
    assert dialbook("snapshot", "list").err == "There are no snapshots: 'dialbook snapshot take' makes one.\n"
    assert re.fullmatch(r"before is kept: \d+ bytes\.\n", dialbook("snapshot", "take", "before").out)
    file = tmp_path / "before.gz"
    assert dialbook("snapshot", "download", "before", file).out == (
        f"before is in {file}: {file.stat().st_size} bytes.\n"
    )
    server.client().update_phone_number(PhoneNumberId=NUMBER, Name="After")
    assert dialbook("snapshot", "upload", "again", file).out == "again is kept.\n"
    assert dialbook("snapshot", "restore", "again").out == "again is restored.\n"
    assert (number := server.number(NUMBER)) is not None
    assert number.name == "Before"
    assert dialbook("snapshot", "remove", "before").out == "before is removed.\n"
    heading, line = dialbook("snapshot", "list").out.splitlines()
    assert (heading.split()[0], line.split()[0]) == ("NAME", "again")


def test_everything_or_an_account_is_reset(server: RunningServer, dialbook: Dialbook) -> None:
    """The command says which."""
    assert dialbook("reset", "--account", "210987654321").out == "Account 210987654321 is reset.\n"
    assert server.number(NUMBER) is not None
    assert dialbook("reset").out == "The store is reset.\n"
    assert server.number(NUMBER) is None


def test_calls_are_listed(server: RunningServer, dialbook: Dialbook) -> None:
    """With their parameters, the oldest first, only those that are asked for."""
    assert dialbook("calls").err == "There are no such calls.\n"
    client = server.client()
    client.get_phone_number(PhoneNumberId=NUMBER)
    client.update_phone_number(PhoneNumberId=NUMBER, Name="After")
    _, first, second = dialbook("calls").out.splitlines()
    assert re.search(rf"{ACCOUNT} +GetPhoneNumber +200 .*PhoneNumberId", first)
    assert re.search(r'UpdatePhoneNumber +200 .*"Name":"After"', second)
    assert dialbook("calls", "--operation", "GetPhoneNumber").out.splitlines()[1].split()[0] == "1"
    assert dialbook("calls", "--limit", "1").out.splitlines()[1].split()[0] == "2"


def test_events_are_printed_as_they_happen(server: RunningServer, dialbook: Dialbook) -> None:
    """A line of JSON each; with a limit the command ends after so many."""
    server.client().update_phone_number(PhoneNumberId=NUMBER, Name="After")
    ended = dialbook("events", "--after", "0", "--limit", "2", "--account", ACCOUNT)
    assert ended.status == 0
    assert [json.loads(line)["recipientAccountId"] for line in ended.out.splitlines()] == [ACCOUNT] * 2
    assert json.loads(ended.out.splitlines()[1])["eventName"] == "UpdatePhoneNumber"


REFUSED = {
    "clock advance soon": "Duration must be a number and a unit, such as 90s, 5m, 72h or 7d, or PT72H.",
    "clock advance -- -1h": "The clock only goes forward: the duration must not be negative.",
    "clock set 1999-01-01T00:00:00Z": "The clock only goes forward: the time must not be before the clock's own.",
    "snapshot take a/b": "A snapshot's name must be 1 to 64 letters, digits and the signs -._.",
    "snapshot restore none": "The snapshot does not exist.",
    "snapshot restore ../../clock/freeze?x=": "There is no such control: GET /_dialbook/ lists them.",
    "snapshot download none file": "The snapshot does not exist.",
    "snapshot upload none missing": "The file missing cannot be read: No such file or directory.",
    "snapshot download none /dev/full": "The snapshot does not exist.",
}


@pytest.mark.parametrize("words", REFUSED)
def test_the_servers_sentence_is_the_commands(server: RunningServer, dialbook: Dialbook, words: str) -> None:
    """On standard error, with status 1."""
    assert dialbook(*words.split()) == (1, "", f"dialbook: {REFUSED[words]}\n")


def test_a_file_that_is_too_large_is_not_sent(server: RunningServer, dialbook: Dialbook, tmp_path: Path) -> None:
    """Nor read to its end."""
    file = tmp_path / "large"
    with file.open("wb") as stream:
        stream.truncate(1_000_000_000)
    ended = dialbook("snapshot", "upload", "large", file)
    assert ended.err == f"dialbook: The file {file} is too large: a snapshot has 33554432 bytes at most.\n"


def test_a_server_with_a_token(home: Path, dialbook: Dialbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may come from the variable, as the server's own does."""
    with RunningServer(controls=True, store_clock=True, controls_token=Secret(TOKEN)) as locked:
        url = ["--url", locked.url]
        missing = (
            "dialbook: The controls of this server need their token: give it as DIALBOOK_CONTROLS_TOKEN or --token.\n"
        )
        wrong = "dialbook: The token in DIALBOOK_CONTROLS_TOKEN or --token is not that of this server's controls.\n"
        assert dialbook("clock", "show", *url) == (1, "", missing)
        assert dialbook("clock", "show", *url, "--token", f"{TOKEN}x") == (1, "", wrong)
        assert dialbook("clock", "show", *url, "--token", TOKEN).status == 0
        monkeypatch.setenv("DIALBOOK_CONTROLS_TOKEN", TOKEN)
        assert dialbook("clock", "show", *url).status == 0


FORM = "The URL of the server must be as http://127.0.0.1:8000 is, without a path."
UNREACHABLE = {
    "nonsense": FORM,
    "ftp://127.0.0.1": FORM,
    "http://": FORM,
    "http://127.0.0.1:99999": FORM,
    "http://127.0.0.1:8000/chime": FORM,
    "http://127.0.0.1:8000/_dialbook/": FORM,
    "http://127.0.0.1:8000?chime": FORM,
    "http://127.0.0.1:{port}": "The server at http://127.0.0.1:{port} does not answer: nobody listens there.",
    "http://nohost.invalid": "The server at http://nohost.invalid does not answer: its name is not known here.",
}


@pytest.mark.parametrize("url", UNREACHABLE)
def test_a_server_that_is_not_there(dialbook: Dialbook, url: str) -> None:
    """One sentence."""
    port = free_port()
    ended = dialbook("clock", "show", "--url", url.format(port=port))
    assert ended == (1, "", f"dialbook: {UNREACHABLE[url].format(port=port)}\n")


@pytest.mark.parametrize("token", ["short", "with a blank in the middle", "with\r\na: header and so on", "é" * 20])
def test_a_token_that_no_server_has(dialbook: Dialbook, token: str) -> None:
    """It is not sent, and not repeated."""
    ended = dialbook("clock", "show", "--token", token)
    sentence = "The token of the controls must be 16 to 256 letters, digits and the signs -._~+/=."
    assert ended == (1, "", f"dialbook: {sentence}\n")


def test_a_server_without_controls(dialbook: Dialbook) -> None:
    """What is missing is said, not what the API answers."""
    with RunningServer() as plain:
        ended = dialbook("clock", "show", "--url", plain.url)
    assert ended == (1, "", "dialbook: The server has no controls: start it with --controls.\n")


def test_a_server_that_breaks_off(dialbook: Dialbook) -> None:
    """One sentence, whatever it is that listens there."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def hang_up() -> None:
            listening.accept()[0].close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        ended = dialbook("clock", "show", "--url", url)
        thread.join()
    assert ended == (1, "", f"dialbook: The server at {url} does not answer: the connection broke.\n")


def test_a_fault_is_ordered_listed_and_removed(server: RunningServer, dialbook: Dialbook) -> None:
    """The options are the members of the order."""
    assert dialbook("faults", "list").err == "There are no faults: 'dialbook faults add' orders one.\n"
    order = ["--operation", "UpdatePhoneNumber", "--error", "Conflict", "--times", "1", "--sequence", "pass,fail"]
    fault = dialbook("faults", "add", *order, "--delay", '{"Distribution":"Exponential","Mean":0}').out.strip()
    client = server.client()
    client.update_phone_number(PhoneNumberId=NUMBER, Name="One")
    assert error_of(client.update_phone_number, PhoneNumberId=NUMBER, Name="Two")[1] == "ConflictException"
    _, line = dialbook("faults", "list").out.splitlines()
    assert line.split()[:4] == [fault, "2", "1", "exhausted"]
    assert '"Sequence":["pass","fail"]' in line
    assert dialbook("faults", "remove", fault).out == "The fault is removed.\n"
    assert dialbook("faults", "remove", fault) == (1, "", "dialbook: The fault does not exist.\n")


def test_all_faults_are_removed(server: RunningServer, dialbook: Dialbook) -> None:
    """A command that does not say which removes none."""
    assert dialbook("faults", "add", "--phone-number", NUMBER, "--drop", "--after").status == 0
    neither = (1, "", "dialbook: Name one fault, or say --all.\n")
    assert dialbook("faults", "remove") == dialbook("faults", "remove", "x", "--all") == neither
    assert len(dialbook("faults", "list").out.splitlines()) == 2
    assert dialbook("faults", "remove", "--all").out == "All faults are removed.\n"
    assert dialbook("faults", "list").out == ""
