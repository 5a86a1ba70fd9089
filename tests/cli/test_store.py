"""``dialbook store``: verify, copy and back up a store as a whole."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import apsw
import pytest

from cli.porting import TO_THE_END, move, port_in
from cli.test_import import numbers, read
from dialbook.cli.store import copy as copying_command
from dialbook.server import copying

if TYPE_CHECKING:
    from cli.conftest import Dialbook

Csv = Callable[..., Path]
UNFINISHED = "dialbook: The store is an unfinished copy: run the same 'dialbook store copy' again to finish it, or remove the store.\n"


def alter(store: Path, statement: str) -> None:
    """Do to a store what no operation does."""
    connection = apsw.Connection(str(store))
    connection.execute(statement)
    connection.close()


def test_a_store_after_commands_is_sound(dialbook: Dialbook, csv: Csv) -> None:
    """Imports, port-ins that go on, end and are given up: nothing of it is a finding."""
    dialbook("numbers", "import", csv(*numbers(1200)))
    port_in(dialbook, "+12065559000", "+12065559001")
    move(dialbook, port_in(dialbook, "+12065559002"), *TO_THE_END)
    given_up = port_in(dialbook, "+12065559003")
    move(dialbook, given_up, ["CancelRequested"])
    assert dialbook("store", "verify") == (0, "2,411 records verified, 0 findings\n", "")
    move(dialbook, given_up, ["Cancelled"])
    assert dialbook("store", "verify", "--repair") == (0, "2,411 records verified, 0 findings, 0 of them mended\n", "")


def test_findings_are_lines(dialbook: Dialbook, csv: Csv, store: Path) -> None:
    """Each says whose record it is; nothing is mended unless that is wanted, and then it is said and remembered."""
    dialbook("numbers", "import", csv(*numbers(3)))
    first, second, third = (line.partition(",")[0] for line in numbers(3))
    alter(store, f"delete from number_registry where e164 = '{first}'")
    alter(store, f"update number_registry set owner = '123456789012' where e164 = '{second}'")
    alter(store, f"update phone_numbers set status = 'Assigned' where e164 = '{third}'")
    account = "000000000000 phone_numbers/"
    wrong, owns = (
        "the registry names another account, which does not have it",
        "the registry names the account as its owner",
    )

    found = dialbook("store", "verify")
    mended = dialbook("store", "verify", "--repair")
    left = dialbook("store", "verify", "--repair")

    assert (found.status, found.out.splitlines()) == (
        1,
        [
            f"{account}{first}: the registry names no owner.",
            f"{account}{second}: {wrong}.",
            f"{account}{third}: it must have an association exactly while it is Assigned.",
            f"123456789012 number_registry/{second}: its owner does not have it.",
            "5 records verified, 4 findings",
        ],
    )
    assert (mended.status, mended.out.splitlines()) == (
        1,
        [
            f"{account}{first}: the registry names no owner. Mended: {owns}.",
            f"{account}{second}: {wrong}. Mended: {owns}.",
            f"{account}{third}: it must have an association exactly while it is Assigned.",
            "6 records verified, 3 findings, 2 of them mended",
        ],
    )
    assert (left.status, left.out.splitlines()[-1]) == (1, "6 records verified, 1 finding, 0 of them mended")
    assert changes(store, "store verify") == [f"number_registry/{first}", f"number_registry/{second}"]


def changes(store: Path, action: str) -> list[str]:
    """Return what an action has changed."""
    connection = apsw.Connection(str(store))
    rows = connection.execute("select subject from history where action = ? order by position", (action,)).fetchall()
    connection.close()
    return [str(row[0]) for row in rows]


def test_mended_is_well(dialbook: Dialbook, csv: Csv, store: Path) -> None:
    """Where everything could be mended, the exit status says so."""
    dialbook("numbers", "import", csv(*numbers(3)))
    alter(store, "delete from number_registry")

    assert dialbook("store", "verify", "--repair").status == 0
    assert dialbook("store", "verify") == (0, "6 records verified, 0 findings\n", "")


def test_a_row_that_nobody_can_read_is_said(dialbook: Dialbook, csv: Csv, store: Path) -> None:
    """In one sentence, without what is in it."""
    dialbook("numbers", "import", csv(*numbers(3)))
    alter(store, "update phone_numbers set status = 'Vanished'")

    said = "dialbook: The table phone_numbers has a row that dialbook has not written: restore a backup.\n"
    assert dialbook("store", "verify") == (1, "", said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["verify"], "There is no store"),
        (["verify", "--store", "memory:"], "A store in memory can be reached only through its server"),
        (["copy", "--from", "{here}", "--to", "{new}"], "There is no store"),
        (["copy", "--from", "memory:", "--to", "{new}"], "A store in memory can be reached only through its server"),
        (["copy", "--from", "{here}", "--to", "memory:"], "A store in memory can be reached only through its server"),
        (["copy", "--from", "{here}", "--to", "sqlite:{here}"], "The store to copy into must be another one."),
        (["backup", "{new}"], "There is no store"),
        (["backup", "{new}", "--store", "memory:"], "Only a SQLite file is backed up so"),
        (["backup", "{new}", "--store", "postgresql://db.test/dialbook"], "Only a SQLite file is backed up so"),
    ],
)
def test_a_store_that_is_not_there_is_said(dialbook: Dialbook, store: Path, words: list[str], said: str) -> None:
    """And nothing is made."""
    new = store.with_name("new.db")
    ended = dialbook("store", *(word.format(here=store, new=new) for word in words))

    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"dialbook: {said}")
    assert ended.err.count("\n") == 1
    assert not new.exists()


def test_a_copy_is_the_store(dialbook: Dialbook, csv: Csv, store: Path) -> None:
    """It can be copied once; what its servers need besides is said."""
    new = store.with_name("new.db")
    dialbook("numbers", "import", csv(*numbers(1500)))
    dialbook("keys", "create", "--account", "123456789012")

    copied = dialbook("store", "copy", "--from", store, "--to", new)
    again = dialbook("store", "copy", "--from", store, "--to", new)

    sealed = "The access keys are sealed: serve the copy with the same master key.\n"
    assert copied == (0, "4,501 records copied and verified\n", sealed)
    assert again == (1, "", "dialbook: The store to copy into is not empty: copy into a new one.\n")
    assert dialbook("numbers", "export", "--store", new).out == dialbook("numbers", "export").out
    assert dialbook("store", "verify", "--store", new).status == 0


def test_a_copy_goes_on_after_an_interruption(
    dialbook: Dialbook, csv: Csv, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control-C ends it between two pages; until it is complete nothing takes it for a store."""
    new = store.with_name("new.db")
    dialbook("numbers", "import", csv(*numbers(30)))
    monkeypatch.setattr(copying, "PAGE", 7)

    @contextlib.contextmanager
    def impatient(_total: int, _unit: str) -> Iterator[Callable[[str, int], None]]:
        yield lambda _label, done: signal.raise_signal(signal.SIGINT) if done == 14 else None

    with monkeypatch.context() as patched:
        patched.setattr(copying_command, "bar", impatient)
        interrupted = dialbook("store", "copy", "--from", store, "--to", new)

    assert interrupted == (130, "", "Interrupted: run the same command again to go on.\n")
    for words in (["numbers", "list"], ["numbers", "import", csv(*numbers(1))], ["store", "verify"], ["keys", "list"]):
        assert dialbook(*words, "--store", new) == (1, "", UNFINISHED)
    assert dialbook("store", "backup", str(store.with_name("backup.db")), "--store", new) == (1, "", UNFINISHED)
    assert not store.with_name("backup.db").exists()
    status = dialbook("store", "status", "--store", new)
    assert (status.status, status.err) == (1, UNFINISHED)
    assert dialbook("serve", "--store", new, "--port", "1") == (1, "", UNFINISHED)
    assert dialbook("store", "copy", "--from", store, "--to", new).out == "90 records copied and verified\n"
    assert dialbook("numbers", "export", "--store", new).out == dialbook("numbers", "export").out


def test_progress_on_a_terminal(dialbook: Dialbook, csv: Csv, store: Path) -> None:
    """How far it is in percent, and which table it is at; findings stay on standard output."""
    dialbook("numbers", "import", csv(*numbers(1200)))
    alter(store, f"delete from number_registry where e164 = '{numbers(1)[0].partition(',')[0]}'")
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "dialbook", "store", "verify"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "110"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=theirs, text=True, env=environment) as process:
        os.close(theirs)
        shown = "".join(read(ours))
        out, _ = process.communicate(timeout=20)
    os.close(ours)

    assert out.splitlines()[1:] == ["2,399 records verified, 1 finding"]
    lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[?\d;]*\w", "", shown))
    assert any(re.search(r"Verifying \w+ .* 100% 2,399 of 2,399 records, .* left", line) for line in lines)


def test_a_backup_is_a_store(dialbook: Dialbook, csv: Csv, store: Path) -> None:
    """Where something is already, nothing is written."""
    backup = store.with_name("backup.db")
    dialbook("numbers", "import", csv(*numbers(3)))

    assert dialbook("store", "backup", backup) == (0, f"{backup} is a backup of {store}\n", "")
    dialbook("numbers", "import", csv("+12065559999"))
    assert dialbook("store", "verify", "--store", backup) == (0, "6 records verified, 0 findings\n", "")
    again = dialbook("store", "backup", backup)
    assert again == (1, "", f"dialbook: The backup {backup} cannot be written: it exists already.\n")
    nowhere = dialbook("store", "backup", "/nowhere/backup.db")
    assert nowhere.err == "dialbook: The backup /nowhere/backup.db cannot be written: No such file or directory.\n"
