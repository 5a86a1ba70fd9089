"""``dialbook store status`` and ``upgrade``, and other commands on a database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.conftest import Dialbook
from dialbook.stores import schema
from dialbook.stores.sqlite import open_sqlite
from postgres import PASSWORD, cluster, database, name_of
from stores.test_schema import create_older

NEWEST = schema.newest()
UP_TO_DATE = f"schema  {NEWEST}, and this version of dialbook works with {NEWEST}\n"


@pytest.fixture
def url() -> Iterator[str]:
    """Have an empty database."""
    with database(empty=True) as made:
        yield made


def public(url: str) -> str:
    """Return a URL without its password."""
    return url.replace(f":{PASSWORD}@", "@")


def test_a_file_is_upgraded(dialbook: Dialbook, store: Path) -> None:
    """Status looks at it and changes nothing; an upgrade is made once, and makes a file where there is none."""
    create_older(store, 3).close()
    before = store.read_bytes()
    ended = dialbook("store", "status")
    assert ended.status == 1
    assert ended.out == f"store   {store}\nschema  3, and this version of dialbook works with {NEWEST}\n"
    assert ended.err == "dialbook: The store needs 'dialbook store upgrade'.\n"
    assert store.read_bytes() == before
    assert dialbook("store", "upgrade") == (0, f"The store {store} now has schema {NEWEST}.\n", "")
    assert dialbook("store", "status") == (0, f"store   {store}\n{UP_TO_DATE}", "")
    assert dialbook("store", "upgrade") == (0, f"The store {store} has schema {NEWEST}.\n", "")
    store.unlink()
    assert dialbook("store", "upgrade") == (0, f"The store {store} now has schema {NEWEST}.\n", "")


def test_what_is_no_store_of_ours_is_told(dialbook: Dialbook, store: Path) -> None:
    """A missing file, one that is no database, a newer one, memory: each in a sentence."""
    assert dialbook("store", "status") == (1, "", f"dialbook: There is no store {store}.\n")
    for command in ("status", "upgrade"):
        ended = dialbook("store", command, "--store", "memory:")
        assert (ended.status, ended.err.startswith("dialbook: A store in memory")) == (1, True)
    store.write_text("nothing of the kind\n" * 100)
    for command in ("status", "upgrade"):
        expected = "dialbook: The store's file is not a SQLite database: name another file.\n"
        assert dialbook("store", command) == (1, "", expected)
    store.unlink()
    asyncio.run(open_sqlite(store).close())
    create_newer(store)
    assert dialbook("store", "status").err == "dialbook: The store needs a newer dialbook.\n"
    assert dialbook("store", "upgrade").err.endswith("use a newer dialbook.\n")


def create_newer(store: Path) -> None:
    """Give a file the schema of a later version."""
    import apsw  # noqa: PLC0415

    apsw.Connection(str(store)).execute("insert into schema_version values (900, 'from the future')")


def test_a_database_is_upgraded(dialbook: Dialbook, url: str) -> None:
    """Its password is never shown, and every other command waits for the upgrade."""
    shown = f"store   {public(url)}\n"
    assert dialbook("store", "status", "--store", url) == (
        1,
        f"{shown}schema  0, and this version of dialbook works with {NEWEST}\n",
        "dialbook: The store needs 'dialbook store upgrade'.\n",
    )
    empty = "dialbook: The store's database is empty: run 'dialbook store upgrade' once.\n"
    for words in (["numbers", "list"], ["keys", "list"], ["serve", "--port", "1"]):
        assert dialbook(*words, "--store", url) == (1, "", empty)
    upgraded = dialbook("store", "upgrade", "--store", url)
    assert upgraded == (0, f"The store {shown.split()[1]} now has schema {NEWEST}.\n", "")
    assert dialbook("store", "status", "--store", url) == (0, f"{shown}{UP_TO_DATE}", "")


def test_commands_work_on_a_database(dialbook: Dialbook, url: str, csv: Callable[..., Path]) -> None:
    """What one puts in another shows, and its history."""
    assert dialbook("store", "upgrade", "--store", url).status == 0
    imported = dialbook("numbers", "import", csv("+12065550100,,VoiceConnector,Desk,"), "--store", url)
    assert imported.status == 0, imported.err
    assert "+12065550100" in dialbook("numbers", "list", "--store", url).out
    assert '"Desk"' in dialbook("numbers", "show", "+12065550100", "--store", url).out
    assert "numbers import" in dialbook("numbers", "history", "+12065550100", "--store", url).out
    created = dialbook("keys", "create", "--account", "123456789012", "--store", url)
    assert created.status == 0, created.err
    assert "123456789012" in dialbook("keys", "list", "--store", url).out


def test_a_store_moves_to_a_database_and_back(
    dialbook: Dialbook, url: str, csv: Callable[..., Path], store: Path, tmp_path: Path
) -> None:
    """All of it, compared by digests; each copy is sound, and only the file of an unfinished one could be left behind."""
    assert dialbook("store", "upgrade", "--store", url).status == 0
    dialbook("numbers", "import", csv("+12065550100,,VoiceConnector,Desk,", "+12065550101,,VoiceConnector,,"))
    there = dialbook("store", "copy", "--from", store, "--to", url)
    assert (there.status, there.out) == (0, "6 records copied and verified\n"), there.err
    assert dialbook("store", "verify", "--store", url).status == 0
    dialbook("numbers", "import", csv("+12065550102,,VoiceConnector,,"), "--store", url)
    back = dialbook("store", "copy", "--from", url, "--to", tmp_path / "back.db")
    assert (back.status, back.out) == (0, "9 records copied and verified\n"), back.err
    assert dialbook("numbers", "list", "--store", tmp_path / "back.db") == dialbook("numbers", "list", "--store", url)


@pytest.mark.parametrize("words", [["store", "status"], ["store", "upgrade"], ["numbers", "list"], ["serve"]])
def test_a_database_that_cannot_be_reached_is_told(dialbook: Dialbook, url: str, words: list[str]) -> None:
    """A wrong password, a missing database, a URL with a mistake: a sentence each, with no password in it."""
    wrong = url.replace(PASSWORD, "another-secret")
    assert dialbook(*words, "--store", wrong) == (
        1,
        "",
        "dialbook: PostgreSQL refuses the user or the password of the store.\n",
    )
    missing = dialbook(*words, "--store", f"{url}_missing")
    assert (
        missing.err == "dialbook: The database of the store does not exist: create it, for example with 'createdb'.\n"
    )
    mistaken = dialbook(*words, "--store", url.replace(f":{cluster().port}/", ":port/"))
    assert mistaken.err.startswith("dialbook: The URL of the store must be postgresql://")
    assert PASSWORD not in mistaken.err
    assert name_of(url) not in mistaken.err


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        ("postgresql://user:{}@[::1/name", "The URL of the store must be postgresql://"),
        ("postgresql://user:{}@host:99999/name", "The URL of the store must be postgresql://"),
        ("postgresql://user:{}@ho st/name", "The URL of the store must be postgresql://"),
        ("postgresql://user:1/{}@host/name", "The URL of the store must be postgresql://"),
        ("postgresql://user@host/name?password={}", "The URL of the store must have no other parameters than"),
        ("postgresql://user:{}@127.0.0.1:1/name", "PostgreSQL cannot be reached."),
        ("postgresql://user:{}@nowhere.invalid/name", "PostgreSQL cannot be reached."),
        ("postgresql://user:{}@%2Fnowhere/name", "PostgreSQL cannot be reached."),
        ("postgresql:user:{}@host/name", "The store must be memory:, the path of a SQLite file, or"),
        ("host=host user=user password={}", "The store must be memory:, the path of a SQLite file, or"),
    ],
)
def test_a_mistaken_name_of_a_database_is_told(dialbook: Dialbook, home: Path, mistake: str, sentence: str) -> None:
    """By every command, in one line without the password; and no file is made."""
    store = mistake.format(PASSWORD)
    commands: list[list[str]] = [
        *(
            [*words, "--store", store]
            for words in (["serve"], ["store", "status"], ["store", "verify"], ["keys", "list"])
        ),
        ["store", "copy", "--from", store, "--to", str(home / "copy.db")],
    ]
    for words in commands:
        ended = dialbook(*words)
        assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)
        assert ended.err.startswith(f"dialbook: {sentence}")
        assert PASSWORD not in ended.err
    assert list(home.iterdir()) == []


def test_a_database_that_serves_no_writes_is_told(dialbook: Dialbook, url: str) -> None:
    """A server does not start on it, nor does a command change it."""
    assert dialbook("store", "upgrade", "--store", url).status == 0
    cluster().run(f"alter database {name_of(url)} set default_transaction_read_only = on")
    for words in (["serve", "--port", "1"], ["store", "upgrade"], ["pool", "clear", "--yes"]):
        assert dialbook(*words, "--store", url) == (1, "", "dialbook: No host of the store takes writes.\n")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            f"delete from schema_version where version = {NEWEST}",
            f"The store has schema {NEWEST - 1}, and this version",
        ),
        ("insert into schema_version values (9999, 'tomorrow')", "The store has schema 9999"),
    ],
)
def test_a_database_of_another_version_is_not_served(dialbook: Dialbook, url: str, change: str, sentence: str) -> None:
    """An older one waits for its upgrade, a newer one for a newer dialbook; nothing is changed."""
    assert dialbook("store", "upgrade", "--store", url).status == 0
    cluster().run(change, name_of(url))
    before = cluster().run("select * from schema_version order by version", name_of(url))
    for words in (["serve", "--port", "1"], ["numbers", "list"]):
        ended = dialbook(*words, "--store", url)
        assert (ended.status, ended.out) == (1, "")
        assert ended.err.startswith(f"dialbook: {sentence}")
    assert cluster().run("select * from schema_version order by version", name_of(url)) == before
