"""``dialbook throttles``: limits set, listed and removed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Dialbook

ACCOUNT = "123456789012"


@pytest.fixture(autouse=True)
def made(store: Path) -> None:
    """Make the store."""
    store.touch()


def rows(dialbook: Dialbook) -> list[list[str]]:
    """Return the limits as they are listed, without the times."""
    heading, *lines = dialbook("throttles", "list").out.splitlines()
    assert heading.split("  ")[0] == "ACCOUNT"
    assert all(re.search(r" \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", line) for line in lines)
    return [line.split()[:-2] for line in lines]


def test_limits_are_set_listed_and_removed(dialbook: Dialbook) -> None:
    """The most general first; setting one again replaces it."""
    assert dialbook("throttles", "set", "--rate", "10") == (0, "The limit is set.\n", "")
    dialbook("throttles", "set", "--rate", "0.5", "--operation", "GetPhoneNumber", "--account", ACCOUNT)
    dialbook("throttles", "set", "--rate", "none", "--operation", "GetPhoneNumber")
    dialbook("throttles", "set", "--rate", "12", "--burst", "100")
    assert rows(dialbook) == [
        ["*", "*", "12", "100"],
        ["*", "GetPhoneNumber", "none"],
        [ACCOUNT, "GetPhoneNumber", "0.5", "1"],
    ]
    assert dialbook("throttles", "remove") == (0, "The limit is removed.\n", "")
    assert [row[1] for row in rows(dialbook)] == ["GetPhoneNumber", "GetPhoneNumber"]


def test_no_limits(dialbook: Dialbook) -> None:
    """That is not a mistake; standard output stays empty."""
    sentence = "No limits are set: the rules' own holds for every account and operation.\n"
    assert dialbook("throttles", "list") == (0, "", sentence)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["set", "--rate", "fast"], "Rate must be a number of requests per second from 0 to 1000000 with"),
        (["set", "--rate", "-1"], "Rate must be"),
        (["set", "--rate", "1e-999999999"], "Rate must be"),
        (["set", "--rate", "1", "--burst", "0"], "Burst must be a whole number from 1 to 1000000."),
        (["set", "--rate", "none", "--burst", "1"], "Burst must not be given where nothing is limited."),
        (["set", "--rate", "1", "--account", "1234"], "Account must be 12 digits, or * for every account."),
        (["set", "--rate", "1", "--operation", "Get"], "Operation must be the name of one, such as GetPhoneNumber,"),
        (["remove", "--operation", "Get"], "Operation must be the name of one, such as GetPhoneNumber,"),
        (["remove", "--operation", "GetPhoneNumber"], "There is no such limit: it may have been removed already."),
    ],
)
def test_bad_words(dialbook: Dialbook, words: list[str], sentence: str) -> None:
    """One sentence, exit status 1, and the limits are as before."""
    dialbook("throttles", "set", "--rate", "10")
    ended = dialbook("throttles", *words)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"dialbook: {sentence}")
    assert rows(dialbook) == [["*", "*", "10", "20"]]


@pytest.mark.parametrize("words", [[], ["--rate", "1", "--burst", "many"]])
def test_wrong_use(dialbook: Dialbook, words: list[str]) -> None:
    """Without a rate, or with a burst that is no number, nothing is set."""
    ended = dialbook("throttles", "set", *words)
    assert (ended.status, ended.out) == (2, "")
    assert dialbook("throttles", "list").out == ""


def test_a_store_that_is_not_there(dialbook: Dialbook, store: Path) -> None:
    """No command makes one."""
    store.unlink()
    for words in (["set", "--rate", "1"], ["list"], ["remove"]):
        ended = dialbook("throttles", *words)
        assert ended.status == 1
        assert ended.err.startswith(f"dialbook: There is no store {store}: ")
        assert not store.exists()
