"""``dialbook numbers import``: good lines come in, bad ones are named, and nothing stops it but an interruption."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

from cli.conftest import records
from dialbook.cli.failure import Failure
from dialbook.cli.importing.run import Import, Outcome, Run, import_batches, import_whole
from dialbook.cli.pool.columns import pool_number_of
from dialbook.cli.pool.import_ import put
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.pool import PoolNumber
from dialbook.ports.store import Store, Tx
from operations.contexts import with_store
from running import ACCOUNT, RunningServer

if TYPE_CHECKING:
    from cli.conftest import Dialbook

Csv = Callable[..., Path]
ALL_OR_NOTHING = pytest.mark.parametrize("mode", [[], ["--all-or-nothing"]], ids=["batches", "whole"])


def numbers(amount: int, first: int = 2_065_550_000) -> list[str]:
    """Return lines with valid numbers."""
    return [f"+1{first + number},,,," for number in range(amount)]


def stored(location: str) -> list[str]:
    """Return the numbers of the store, of all accounts."""
    return sorted(number.e164 for number in records(location, PhoneNumber))


@ALL_OR_NOTHING
def test_numbers_come_in(dialbook: Dialbook, csv: Csv, location: str, mode: list[str]) -> None:
    """More than a batch of them, in one way as in the other."""
    file = csv(*numbers(1203))
    assert dialbook("numbers", "import", file, *mode) == (0, "1203 imported, 0 bad\n", "")
    assert stored(location) == [line.partition(",")[0] for line in numbers(1203)]


def test_what_a_line_gives_and_what_it_leaves_out(dialbook: Dialbook, csv: Csv) -> None:
    """The account is the option's, the product the country's usual one; an empty value is none."""
    file = csv("+12065550100,222222222222,BusinessCalling,Front desk,Example Corp", " 442079460100 ,,, desk ,")
    assert dialbook("numbers", "import", file, "--account", ACCOUNT).out == "2 imported, 0 bad\n"
    one = dialbook("numbers", "export", "--account", "222222222222").out.splitlines()[1]
    assert one.startswith(
        "+12065550100,222222222222,BusinessCalling,Front desk,Example Corp,US,Local,Unassigned,UpdateSucceeded,,"
    )
    other = dialbook("numbers", "export", "--account", ACCOUNT).out.splitlines()[1]
    assert other.startswith(f"+442079460100,{ACCOUNT},SipMediaApplicationDialIn,desk,,GB,Local,Unassigned,Unassigned,,")


def test_one_column_is_enough(dialbook: Dialbook, csv: Csv, location: str) -> None:
    """Columns may come in any order and may be left out, all but the number."""
    assert dialbook("numbers", "import", csv("+12065550100", header="E164PhoneNumber")).status == 0
    assert dialbook("numbers", "import", csv("desk,+12065550101", header="Name , E164PhoneNumber")).status == 0
    assert stored(location) == ["+12065550100", "+12065550101"]


BAD = {
    ",,,,": "E164PhoneNumber is required",
    "+1206555,,,,": "E164PhoneNumber: it is not a valid number of any country's numbering plan",
    "tel:+12065550100,,,,": "E164PhoneNumber: it is not in E.164 form: a plus sign and at most 15 digits",
    "+1٢٠٦٥٥٥٠١٠٠,,,,": "E164PhoneNumber: it is not in E.164 form: a plus sign and at most 15 digits",
    "+19005550100,,,,": "E164PhoneNumber: it is of a kind that the API does not have: neither a local nor a toll-free number",
    "+12065550100,12,,,": "Account must match the pattern ^[0-9]{12}$",
    "+12065550100,,Other,,": "ProductType must be one of BusinessCalling, SipMediaApplicationDialIn, VoiceConnector",
    "+442079460100,,VoiceConnector,,": "ProductType must be SipMediaApplicationDialIn for phone numbers outside the U.S",
    "+18005550199,,BusinessCalling,,": "ProductType cannot be BusinessCalling for toll-free phone numbers",
    "+12065550100,,,a$b,": r"Name must match the pattern ^$|^[a-zA-Z0-9\,\.\_\-]+(\s+[a-zA-Z0-9\,\.\_\-]+)*$",
    f"+12065550100,,,{'x' * 257},": "Name must have at most 256 characters",
    "+12065550100,,,a\0b,": r"Name must match the pattern ^$|^[a-zA-Z0-9\,\.\_\-]+(\s+[a-zA-Z0-9\,\.\_\-]+)*$",
    "+12065550100,,,,x": "CallingName must match the pattern ^$|^[a-zA-Z0-9 ]{2,15}$",
    "+18005550199,,,,Example": "CallingName can be set only for toll-based U.S. phone numbers",
    "+442079460100,,,,Example": "CallingName can be set only for toll-based U.S. phone numbers",
    "+12065550100,,,": "it has 4 values where the header has 5 columns",
    "+12065550100,,,,,": "it has 6 values where the header has 5 columns",
    '+12065550100,,,"a"b,': "it is not CSV: ',' expected after '\"'",
    f"+12065550100,,,{'x' * 10_000_000},": "it has more than 65536 characters",
}


@pytest.mark.parametrize("line", BAD, ids=BAD.values())
@ALL_OR_NOTHING
def test_a_bad_line_is_named(dialbook: Dialbook, csv: Csv, location: str, line: str, mode: list[str]) -> None:
    """By its number and with the reason, without its values; the others come in, or by option none."""
    ended = dialbook("numbers", "import", csv("+12065550198,,,,", line, "+12065550199,,,,"), *mode)
    assert ended.err == f"line 3: {BAD[line]}\n"
    assert (ended.status, ended.out) == (1, "0 imported, 1 bad\n" if mode else "2 imported, 1 bad\n")
    assert stored(location) == ([] if mode else ["+12065550198", "+12065550199"])


def test_lines_that_are_not_utf_8(dialbook: Dialbook, csv: Csv) -> None:
    """They spoil themselves only."""
    ended = dialbook("numbers", "import", csv(b"+12065550100,,,caf\xe9,\n", "+12065550101,,,,", b"\xff\xfe\n"))
    assert (ended.out, ended.err) == ("1 imported, 2 bad\n", "line 2: it is not UTF-8\nline 4: it is not UTF-8\n")


def test_every_bad_line_is_named_in_order(dialbook: Dialbook, csv: Csv, location: str) -> None:
    """Line numbers are those of an editor: with line breaks within values, empty lines, CRLF and a byte order mark."""
    file = csv(
        b"\xef\xbb\xbfE164PhoneNumber,Name\r\n",
        b'+12065550100,"Front\r\n\r\ndesk"\r\n',  # 2 to 4
        b"\r\n",
        b"+1,six\r\n",
        b'+12065550100,"twice\r\nthe same"\r\n',  # 7 and 8
        b"+1,nine\n",
        b"+12065550101,ten\r\n",
        b'+1,"eleven\ntwelve"\r\n',
        b'+12065550102,"never closed\r\n',  # 13
        b"+12065550103,lost\r\n",
        b"+12065550104,lost",
        header=None,
    )
    ended = dialbook("numbers", "import", file)
    lines = ended.err.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["line 6", "line 7", "line 9", "line 11", "lines 13-15"]
    assert lines[1] == "line 7: The phone number is already owned"
    assert lines[4] == "lines 13-15: it is not CSV: unexpected end of data"
    assert ended.out == "2 imported, 7 bad\n"
    assert stored(location) == ["+12065550100", "+12065550101"]


@ALL_OR_NOTHING
def test_a_number_has_one_owner(dialbook: Dialbook, csv: Csv, location: str, mode: list[str]) -> None:
    """It is refused twice in one file, near and far, when the account has it already, and when another account has it."""
    dialbook("numbers", "import", csv("+12065550198,,,,"), "--account", ACCOUNT)
    lines = ["+12065550199,,,,", "+12065550199,,,,", *numbers(600), "+12065550199,222222222222,,,", "+12065550198,,,,"]
    owned = [f"line {line}: The phone number is already owned\n" for line in (3, 202, 203, 604, 605)]
    ended = dialbook("numbers", "import", csv(*lines), *mode)
    assert ended.err == "".join(owned)
    assert (ended.status, ended.out) == (1, "0 imported, 5 bad\n" if mode else "599 imported, 5 bad\n")
    assert len(stored(location)) == (1 if mode else 600)


HEADERS = {
    "": "The file's first line must name its columns, E164PhoneNumber among them.",
    "+12065550100,,,,": "The file's first line must name its columns, E164PhoneNumber among them.",
    "E164PhoneNumber;Name": "The file's first line must name its columns, E164PhoneNumber among them.",
    '"E164PhoneNumber': "The file's first line must name its columns, E164PhoneNumber among them.",
    "E164PhoneNumber,Colour": "The file may have these columns, each once: E164PhoneNumber, Account, ",
    "E164PhoneNumber,Name,Name": "The file may have these columns, each once: E164PhoneNumber, Account, ",
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_that_is_not_ours(dialbook: Dialbook, csv: Csv, location: str, header: str) -> None:
    """Nothing is imported, and the first line is not repeated: it may hold a number."""
    ended = dialbook("numbers", "import", csv("+12065550100", header=header))
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"dialbook: {HEADERS[header]}")
    assert "+1206" not in ended.err
    assert stored(location) == []


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfeE\x001\x006\x004\x00"])
def test_files_without_a_header(dialbook: Dialbook, csv: Csv, content: bytes) -> None:
    """An empty file is one, and one in UTF-16."""
    ended = dialbook("numbers", "import", csv(content, header=None))
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "dialbook: The file's first line must name its columns, E164PhoneNumber among them.\n"


def test_a_header_alone(dialbook: Dialbook, csv: Csv) -> None:
    """No line is no mistake."""
    assert dialbook("numbers", "import", csv()) == (0, "0 imported, 0 bad\n", "")


def test_no_file(dialbook: Dialbook, home: Path, store: Path) -> None:
    """A missing file and a directory are a wrong use, and make no store."""
    for wrong in (home / "missing.csv", home):
        ended = dialbook("numbers", "import", wrong)
        assert (ended.status, ended.out) == (2, "")
        assert "Invalid value for 'FILE'" in ended.err
    assert not store.exists()


def test_an_import_is_history(dialbook: Dialbook, csv: Csv) -> None:
    """Who changed what: the command line, by this command."""
    dialbook("numbers", "import", csv("+12065550100,,,,"))
    assert "  cli  numbers import  (created)\n" in dialbook("numbers", "history", "+12065550100").out


def test_a_server_beside_an_import(dialbook: Dialbook, csv: Csv, location: str) -> None:
    """Both go on: while thousands of numbers come in, the server reads and writes, and at once has what came in."""
    file = csv(*numbers(4000, first=2_065_560_000))
    with RunningServer(store=location) as server:
        server.add_number()
        client = server.client()
        done = threading.Event()
        updates: list[float] = []

        def update() -> None:
            while not done.is_set():
                began = time.perf_counter()
                client.update_phone_number(PhoneNumberId="+12065550100", Name=f"desk-{len(updates)}")
                updates.append(time.perf_counter() - began)

        thread = threading.Thread(target=update)
        thread.start()
        ended = dialbook("numbers", "import", file, "--account", ACCOUNT)
        done.set()
        thread.join(10)
        assert ended == (0, "4000 imported, 0 bad\n", "")
        assert len(updates) >= 3
        assert max(updates) < 2
        assert client.get_phone_number(PhoneNumberId="+12065563999")["PhoneNumber"]["Status"] == "Unassigned"
        assert (
            client.get_phone_number(PhoneNumberId="+12065550100")["PhoneNumber"]["Name"] == f"desk-{len(updates) - 1}"
        )


@pytest.fixture
def pipe(home: Path) -> Path:
    """Make a file that can be read only once and only as fast as it is written."""
    path = home / "pipe.csv"
    os.mkfifo(path)
    return path


@ALL_OR_NOTHING
def test_an_interruption(pipe: Path, location: str, mode: list[str]) -> None:
    """Ctrl-C: what is committed stays and is counted, or by option nothing does; the status is the shell's for SIGINT."""
    words = [sys.executable, "-m", "dialbook", "numbers", "import", str(pipe), *mode]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            with suppress(BrokenPipeError), pipe.open("w") as stream:
                interrupt(process, stream)
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
    imported = len(stored(location))
    assert process.returncode == 130
    assert err == f"Interrupted: run the same command again{'' if mode else ' with --resume'} to go on.\n"
    assert out.startswith(f"{imported} imported, 0 bad; interrupted after line ")
    assert (imported == 0) if mode else (imported > 0 and out.endswith(f"line {imported + 1}\n"))


def interrupt(process: subprocess.Popen[str], stream: IO[str]) -> None:
    """Write lines until nobody reads them, and send SIGINT when more were written than a pipe holds (64 KiB)."""
    stream.write("E164PhoneNumber\n")
    for number in count(2_065_550_000):
        stream.write(f"+1{number}\n")
        if number == 2_065_560_000:
            process.send_signal(signal.SIGINT)


def test_a_pipe_can_be_imported(dialbook: Dialbook, pipe: Path, location: str) -> None:
    """Also whole: the file is read once."""
    writer = threading.Thread(target=pipe.write_text, args=["E164PhoneNumber\n+12065550100\n"])
    writer.start()
    assert dialbook("numbers", "import", pipe, "--all-or-nothing").out == "1 imported, 0 bad\n"
    writer.join(10)
    assert stored(location) == ["+12065550100"]


def test_memory_does_not_grow_with_the_file(csv: Csv, home: Path) -> None:
    """Ten thousand lines, good and bad, take hardly more memory than one."""
    code = (
        "import resource; from dialbook.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    def peak_kib(*lines: str) -> int:
        words = [sys.executable, "-c", code, "numbers", "import", str(csv(*lines)), "--all-or-nothing"]
        ended = subprocess.run(words, check=True, capture_output=True, text=True)
        return int(ended.stdout.splitlines()[-1])

    many = [line for number in numbers(7_000) for line in (number, "bad,,,,")]
    assert peak_kib(*many) - peak_kib(many[0]) < 8 * 1024


def test_progress_on_a_terminal(csv: Csv, location: str) -> None:
    """How far it is in percent and how fast it goes; the bar makes way for a bad line, and goes at the end."""
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "dialbook", "numbers", "import", str(csv("bad,,,,", *numbers(3000)))]
    environment = {**os.environ, "DIALBOOK_STORE": location, "TERM": "xterm", "COLUMNS": "110"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=theirs, text=True, env=environment) as process:
        os.close(theirs)
        shown = "".join(read(ours))
        out, _ = process.communicate(timeout=20)
    os.close(ours)
    assert out == "3000 imported, 1 bad\n"
    lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[?\d;]*\w", "", shown))
    assert any(re.search(r"Importing .* 100% 3,002 lines, [\d,]+ a second, ", line) for line in lines)
    assert "line 2: E164PhoneNumber: it is not in E.164 form: a plus sign and at most 15 digits" in lines


def read(terminal: int) -> Iterator[str]:
    """Yield what is written on a terminal until nobody writes any more."""
    while True:
        try:
            written = os.read(terminal, 4096)
        except OSError:  # how Linux says that the other side is closed
            return
        if not written:
            return
        yield written.decode()


@ALL_OR_NOTHING
def test_an_import_goes_on(dialbook: Dialbook, csv: Csv, location: str, mode: list[str]) -> None:
    """What is there exactly as a line has it is passed over, also when the import is run a third time."""
    lines = [f"{line.partition(',')[0]},,,Desk {number}," for number, line in enumerate(numbers(1203))]
    assert dialbook("numbers", "import", csv(*lines[:700])).status == 0

    resumed = dialbook("numbers", "import", csv(*lines), "--resume", *mode)
    again = dialbook("numbers", "import", csv(*lines), "--resume", *mode)

    assert resumed == (0, "503 imported, 700 there already, 0 bad\n", "")
    assert again == (0, "0 imported, 1203 there already, 0 bad\n", "")
    assert len(stored(location)) == 1203


def test_what_is_there_otherwise_is_still_bad(dialbook: Dialbook, csv: Csv) -> None:
    """Another name, another account, or a number that was changed since: nothing is passed over that is not exactly so."""
    first, second, third, fourth = (line.partition(",")[0] for line in numbers(4))
    dialbook("numbers", "import", csv(f"{first},,,Desk,", f"{second},,,,", f"{third},,SipMediaApplicationDialIn,,"))
    lines = [f"{first},,,Other,", f"{second},123456789012,,,", f"{third},,,,", f"{first},,,Desk,", f"{fourth},,,,"]

    ended = dialbook("numbers", "import", csv(*lines), "--resume")

    assert (ended.status, ended.out) == (1, "1 imported, 1 there already, 3 bad\n")
    assert ended.err.splitlines() == [f"line {line}: The phone number is already owned" for line in (2, 3, 4)]


def test_without_a_word_nothing_is_passed_over(dialbook: Dialbook, csv: Csv) -> None:
    """A file that was imported before by mistake is said to be so."""
    dialbook("numbers", "import", csv(*numbers(1)))

    assert dialbook("numbers", "import", csv(*numbers(1))).out == "0 imported, 1 bad\n"


class Twice:
    """A store in which every write has to be begun anew once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def write(self, work: Callable[[Tx], Awaitable[Any]]) -> Any:
        """Undo the work the first time."""

        async def undone(tx: Tx) -> None:
            await work(tx)
            raise ConnectionError

        with suppress(ConnectionError):
            await self._store.write(undone)
        return await self._store.write(work)


@pytest.mark.parametrize("run", [import_batches, import_whole])
def test_what_has_to_be_begun_anew_is_told_once(csv: Csv, capsys: pytest.CaptureFixture[str], run: Run[Any]) -> None:
    """Stores do that where others write; the file is read again, if it can be, and its bad lines are not reported again."""
    file, outcome = csv("+12065550100", "bad", "+12065550101", header="E164PhoneNumber"), Outcome()
    task = Import((PoolNumber,), ("E164PhoneNumber",), pool_number_of, put)

    with_store(lambda store: run(task, Twice(store), file, outcome))  # type: ignore[arg-type]

    assert f"{outcome}" == "2 imported, 1 bad" if run is import_batches else "0 imported, 1 bad"
    assert capsys.readouterr().err.count("line 3") == 1


def test_a_pipe_cannot_be_read_again(pipe: Path) -> None:
    """That is said, and nothing is imported."""
    task = Import((PoolNumber,), ("E164PhoneNumber",), pool_number_of, put)
    writer = threading.Thread(target=pipe.write_text, args=["E164PhoneNumber\n+12065550100\n"])
    writer.start()
    with pytest.raises(Failure, match="has to begin anew"):
        with_store(lambda store: import_whole(task, Twice(store), pipe, Outcome()))  # type: ignore[arg-type]
    writer.join(10)
