"""``dialbook numbers``: what is shown of an inventory, and the end of a pending calling name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from running import ACCOUNT, RunningServer

if TYPE_CHECKING:
    from cli.conftest import Dialbook

LATER = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=72)
PENDING = {
    "calling_name": "Old name",
    "calling_name_status": "UpdateInProgress",
    "pending_calling_name": "Example Corp",
    "pending_outcome": "UpdateSucceeded",
}


@pytest.fixture
def server(home: Path, location: str) -> Iterator[RunningServer]:
    """Run a server on the store of the commands."""
    with RunningServer(store=location) as running:
        yield running


@pytest.fixture(autouse=True)
def account(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the commands look at the tests' account."""
    monkeypatch.setenv("DIALBOOK_ACCOUNT", ACCOUNT)


def test_list(dialbook: Dialbook, server: RunningServer) -> None:
    """Each number has a line, in order; whole values stand under their headings, a line break in a name is a space."""
    server.add_number("+442079460100", country="GB", product_type="SipMediaApplicationDialIn")
    server.add_number("+12065550100", name="Front\ndesk", calling_name="Example Corp")
    server.add_number("+12065550101", account="000000000000")
    heading, *lines = dialbook("numbers", "list").out.splitlines()
    assert heading.startswith("NUMBER         COUNTRY  TYPE   PRODUCT TYPE ")
    assert [line.split()[0] for line in lines] == ["+12065550100", "+442079460100"]
    assert lines[0].endswith("  Example Corp  Front desk")
    assert lines[0].index("US") == lines[1].index("GB") == heading.index("COUNTRY")


def test_list_has_a_limit(dialbook: Dialbook, server: RunningServer) -> None:
    """What is left out is said on standard error."""
    for last in range(3):
        server.add_number(f"+1206555010{last}")
    assert len(dialbook("numbers", "list").out.splitlines()) == 4
    assert dialbook("numbers", "list", "--limit", "3").err == ""
    limited = dialbook("numbers", "list", "--limit", "2")
    assert (limited.status, len(limited.out.splitlines())) == (0, 3)
    assert limited.err.startswith("The first 2: raise --limit")
    assert dialbook("numbers", "list", "--limit", "0").status == 2


def test_list_of_nothing(dialbook: Dialbook, server: RunningServer) -> None:
    """An account without numbers is not a mistake."""
    assert dialbook("numbers", "list") == (0, "", f"Account {ACCOUNT} has no numbers.\n")


@pytest.mark.parametrize("spelling", ["+12065550100", "12065550100", "%2B12065550100", "%252B12065550100"])
def test_show(dialbook: Dialbook, server: RunningServer, spelling: str) -> None:
    """The record is JSON, whichever way the number is spelt."""
    server.add_number(name="Front desk")
    shown = json.loads(dialbook("numbers", "show", spelling).out)
    assert (shown["e164"], shown["name"], shown["status"]) == ("+12065550100", "Front desk", "Unassigned")


def test_show_has_what_has_fallen_due(dialbook: Dialbook, server: RunningServer) -> None:
    """A calling name whose time has come is in force, though nobody has asked the server since."""
    server.add_number(**PENDING, settles_at=datetime(2020, 1, 1, tzinfo=UTC))
    shown = json.loads(dialbook("numbers", "show", "+12065550100").out)
    assert (shown["calling_name"], shown["calling_name_status"]) == ("Example Corp", "UpdateSucceeded")


@pytest.mark.parametrize("command", [["show"], ["history"], ["calling-name", "--fail"]])
def test_other_numbers_and_wrong_ones(dialbook: Dialbook, server: RunningServer, command: list[str]) -> None:
    """A number that another account has is not there; what no number can be is a wrong use."""
    server.add_number("+12065550101", account="000000000000")
    absent = dialbook("numbers", *command, "+12065550101")
    assert absent == (1, "", f"dialbook: Account {ACCOUNT} does not have this phone number.\n")
    wrong = dialbook("numbers", *command, "front desk")
    assert (wrong.status, wrong.out) == (2, "")
    assert "Invalid value for 'NUMBER'" in wrong.err


@pytest.mark.parametrize(
    ("outcome", "calling_name", "status"),
    [("--succeed", "Example Corp", "UpdateSucceeded"), ("--fail", "Old name", "UpdateFailed")],
)
def test_calling_name(dialbook: Dialbook, server: RunningServer, outcome: str, calling_name: str, status: str) -> None:
    """A pending name ends as one says, a running server shows it at once, and history has who said it."""
    server.add_number(**PENDING, settles_at=LATER)
    ended = dialbook("numbers", "calling-name", "+12065550100", outcome)
    assert ended == (0, f"The calling name of +12065550100 is {calling_name}: {status}.\n", "")
    shown = server.client().get_phone_number(PhoneNumberId="+12065550100")["PhoneNumber"]
    assert (shown["CallingName"], shown["CallingNameStatus"]) == (calling_name, status)
    told = dialbook("numbers", "history", "+12065550100").out
    assert re.search(rf"  cli +numbers calling-name +calling_name_status +UpdateInProgress +{status}\n", told)


def test_calling_name_of_a_number_that_has_none_pending(dialbook: Dialbook, server: RunningServer) -> None:
    """Nothing is changed, and the sentence says why."""
    before = server.add_number()
    ended = dialbook("numbers", "calling-name", "+12065550100", "--succeed")
    assert ended == (1, "", "dialbook: No update of CallingName is pending.\n")
    assert server.number() == before


def test_calling_name_needs_an_outcome(dialbook: Dialbook) -> None:
    """Neither is the default, and both are named."""
    ended = dialbook("numbers", "calling-name", "+12065550100")
    assert (ended.status, ended.out) == (2, "")
    assert "Invalid value for '--succeed' / '--fail': One of the two must be given." in ended.err


def test_history(dialbook: Dialbook, server: RunningServer) -> None:
    """Oldest first: who made the number, then each value that was changed, with the one before."""
    server.add_number(name="Front desk")
    server.clock.advance(timedelta(seconds=1))
    server.client().update_phone_number(PhoneNumberId="+12065550100", Name="Reception")
    heading, *lines = dialbook("numbers", "history", "+12065550100").out.splitlines()
    assert heading.split() == ["WHEN", "(UTC)", "WHO", "ACTION", "WHAT", "BEFORE", "AFTER"]
    assert [re.split("  +", line) for line in lines] == [
        ["2026-03-01 12:00:00", "tests", "add_number", "(created)"],
        ["2026-03-01 12:00:01", f"arn:aws:iam::{ACCOUNT}:root", "UpdatePhoneNumber", "name", "Front desk", "Reception"],
    ]


def test_history_as_events(dialbook: Dialbook, server: RunningServer) -> None:
    """A line for each change, in the order in which it was made though the clock stood still, and without its names."""
    server.add_number(name="Front desk")
    for name in ("Reception", "Hall", "Porter", "Gate"):
        server.client().update_phone_number(PhoneNumberId="+12065550100", Name=name)
    printed = dialbook("numbers", "history", "+12065550100", "--format", "json").out
    events = [json.loads(line) for line in printed.splitlines()]
    assert [event["eventName"] for event in events] == ["Add_number"] + ["UpdatePhoneNumber"] * 4
    assert [event["userIdentity"].get("accessKeyId") for event in events] == [None, *[ACCOUNT] * 4]
    assert not [name for name in ("Front desk", "Reception", "Hall", "Porter", "Gate") if name in printed]
    told = dialbook("numbers", "history", "+12065550100").out
    assert re.findall("(?:Hall|Porter|Gate)$", told, re.MULTILINE) == ["Hall", "Porter", "Gate"]


def test_history_in_a_format_that_there_is_not(dialbook: Dialbook, server: RunningServer) -> None:
    """The message names those that there are."""
    ended = dialbook("numbers", "history", "+12065550100", "--format", "xml")
    assert ended.status == 2
    assert "'table', 'json'" in ended.err


def test_export_is_csv(dialbook: Dialbook, server: RunningServer, home: Path) -> None:
    """To standard output or to a file the same: a header and a line for each number, values quoted where they must be."""
    server.add_number(name="Sales, west", calling_name="Example Corp", calling_name_status="UpdateSucceeded")
    printed = dialbook("numbers", "export")
    assert printed.out == (
        "E164PhoneNumber,Account,ProductType,Name,CallingName,Country,Type,Status,CallingNameStatus,Associations,"
        "CreatedTimestamp,UpdatedTimestamp\n"
        f'+12065550100,{ACCOUNT},VoiceConnector,"Sales, west",Example Corp,US,Local,Unassigned,UpdateSucceeded,,'
        "2026-03-01T12:00:00.000Z,2026-03-01T12:00:00.000Z\n"
    )
    assert dialbook("numbers", "export", home / "out.csv") == (0, "", "")
    assert (home / "out.csv").read_text() == printed.out


def test_export_to_where_nothing_can_be_written(dialbook: Dialbook, server: RunningServer, home: Path) -> None:
    """The sentence says where and why."""
    ended = dialbook("numbers", "export", home / "missing" / "out.csv")
    assert ended.err == f"dialbook: The file {home}/missing/out.csv cannot be written: No such file or directory.\n"
    assert dialbook("numbers", "export", home).status == 2


def test_round_trip(dialbook: Dialbook, csv: Callable[..., Path], home: Path) -> None:
    """What was exported is imported into an empty store with the same numbers, names, products and calling names."""
    file = csv(
        "+12065550100,,VoiceConnector,,",
        '+12065550101,,BusinessCalling,"Front\r\ndesk, 2",Example Corp',
        "+12065550102,,SipMediaApplicationDialIn,a.b_c-d,  Two  spaces ",
        "+18005550199,,,Free,",
        "+442079460100,,,,",
        "+12065550103,222222222222,,of another account,",
    )
    assert dialbook("numbers", "import", file).out == "6 imported, 0 bad\n"
    exported, again = home / "exported.csv", home / "again.csv"
    dialbook("numbers", "export", exported)
    other = ["--store", home / "other.db"]
    assert dialbook("numbers", "import", exported, *other).out == "5 imported, 0 bad\n"
    dialbook("numbers", "export", again, *other)
    assert inventory(again) == inventory(exported)
    assert ",  Two  spaces ," in exported.read_text()


def inventory(file: Path) -> list[str]:
    """Return an export without its times, which are those of the import."""
    return [line.rpartition(",2")[0].rpartition(",2")[0] for line in file.read_text().splitlines()]
