"""How stores are named, and what is refused of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialbook.server.config import (
    MALFORMED_URL,
    POSTGRES_PARAMETERS,
    ConfigError,
    check,
    check_store,
    is_postgres,
    shown,
    sqlite_path,
)
from server.configs import config

PASSWORD = "ba11adeer"
PIECES = [
    *(
        "postgresql:",
        "postgres:",
        "//",
        "/",
        ":",
        "@",
        "user",
        PASSWORD,
        "host",
        "[::1]",
        ",",
        "5432",
        "?",
        "&",
        "=",
        "#",
        "%",
        "%00",
    ),
    *(" ", "\n", "\udcff", "ü", "sslmode", "password", "prepared_statements", "off"),
]
"""What names of stores and mistakes in them are made of."""
NO_STORE = "The store must be memory:, the path of a SQLite file, or the URL of a PostgreSQL database, postgresql://USER@HOST/DATABASE."


@pytest.mark.parametrize(
    ("store", "path"),
    [
        ("memory:", None),
        ("dialbook.db", Path("dialbook.db")),
        ("/var/lib/dialbook.db", Path("/var/lib/dialbook.db")),
        ("sqlite:/var/lib/dialbook.db", Path("/var/lib/dialbook.db")),
        ("sqlite:dialbook.db", Path("dialbook.db")),
        ("~/dialbook.db", Path.home() / "dialbook.db"),
        ("sqlite:~/dialbook.db", Path.home() / "dialbook.db"),
        ("./memory", Path("memory")),
        ("a b.db", Path("a b.db")),
    ],
)
def test_a_store_is_a_file_or_memory(store: str, path: Path | None) -> None:
    """A file may have ``sqlite:`` in front of it and begin at the user's home."""
    assert sqlite_path(store) == path
    assert config(store=store).in_memory == (path is None)


@pytest.mark.parametrize(
    "store",
    [
        "postgresql://host/name",
        "postgres://user:secret@host:5432/name",
        "postgresql://user@h1:5432,h2:5433,[::1]:5434/name?target_session_attrs=read-write&sslmode=verify-full",
        "postgresql://user@%2Frun%2Fpostgresql/name",
        "postgresql://user@pooler:6432/name?prepared_statements=off",
        "postgresql:///name",
    ],
)
def test_a_store_may_be_a_database(store: str) -> None:
    """With one host, several or none, and the parameters that say how it is reached."""
    check(config(store=store, workers=4, keys="stored"))
    assert not config(store=store).in_memory


@pytest.mark.parametrize(
    ("store", "sentence"),
    [
        ("postgresql://user:secret@host:port/name", MALFORMED_URL),
        ("postgresql://user:secret@host:0/name", MALFORMED_URL),
        ("postgresql://user:secret@host:70000/name", MALFORMED_URL),
        ("postgresql://user:secret@ho st/name", MALFORMED_URL),
        ("postgresql://user:secret@[::1/name", MALFORMED_URL),
        ("postgresql://user:secret@host/name/more", MALFORMED_URL),
        ("postgresql://user:secret@host/name#more", MALFORMED_URL),
        ("postgresql://user:12/secret@host", MALFORMED_URL),
        ("postgresql://user:sec@ret@host/name", MALFORMED_URL),
        ("postgresql://user:secret@host/na me", MALFORMED_URL),
        ("postgresql://user:secret@host/name\n", MALFORMED_URL),
        ("postgresql://user:secret\udcff@host/name", MALFORMED_URL),
        ("postgresql://user:secret@host,/name", MALFORMED_URL),
        ("postgresql://user:secret@:5432,host/name", MALFORMED_URL),
        (
            "postgresql://user:secret@host/name?sslrootcert=%2Fnowhere",
            "The file that the parameter sslrootcert of the store's URL names cannot be read.",
        ),
        ("postgresql://user:secret@host/name?sslmode", MALFORMED_URL),
        (
            "postgresql://user:secret@host/name?sslmode=perhaps",
            "The parameter sslmode of the store's URL must be one of disable, allow, prefer, require, verify-ca, verify-full.",
        ),
        (
            "postgresql://host/name?password=secret",
            f"The URL of the store must have no other parameters than {', '.join(sorted(POSTGRES_PARAMETERS))}.",
        ),
        (
            "postgresql://host/name?target_session_attrs=read-only",
            "The parameter target_session_attrs of the store's URL must be read-write, primary or any.",
        ),
        (
            "postgresql://host/name?prepared_statements=auto",
            "The parameter prepared_statements of the store's URL must be on or off.",
        ),
    ],
)
def test_a_url_that_no_database_has_is_refused(store: str, sentence: str) -> None:
    """In a sentence without a password."""
    with pytest.raises(ConfigError) as refused:
        check(config(store=store))
    assert str(refused.value) == sentence


NO_REPLICAS = "Only a store in PostgreSQL has replicas: --store and --read-store must both be postgresql:// URLs."


@pytest.mark.parametrize(
    ("store", "read_store", "sentence"),
    [
        ("memory:", "postgresql://host/name", NO_REPLICAS),
        ("dialbook.db", "postgresql://host/name", NO_REPLICAS),
        ("postgresql://host/name", "dialbook.db", NO_REPLICAS),
        ("postgresql://host/name", "", NO_REPLICAS),
        (
            "postgresql://host/name",
            "postgresql://user:secret@host:0/name",
            MALFORMED_URL.replace("store", "read store"),
        ),
        (
            "postgresql://host/name",
            "postgresql://host/name?password=secret",
            f"The URL of the read store must have no other parameters than {', '.join(sorted(POSTGRES_PARAMETERS))}.",
        ),
        (
            "postgresql://host/name",
            "postgresql://host/name?target_session_attrs=any",
            "The URL of the read store must not have target_session_attrs: reads are sent to standbys only.",
        ),
    ],
)
def test_replicas_that_cannot_be_any_are_refused(store: str, read_store: str, sentence: str) -> None:
    """In a sentence without a password."""
    with pytest.raises(ConfigError) as refused:
        check(config(store=store, read_store=read_store))
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        ("memory:", "memory:"),
        ("sqlite:/a b.db", "/a b.db"),
        ("postgresql://user:sec@ret@host/name?sslmode=require", "postgresql://user@host/name"),
        ("postgres://user:secret@h1,h2:5433/name", "postgresql://user@h1,h2:5433/name"),
        ("postgresql://host", "postgresql://host"),
    ],
)
def test_a_store_is_shown_without_its_password(store: str, expected: str) -> None:
    """And without what stands behind a question mark."""
    assert shown(store) == expected


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example(f"postgresql://user:{PASSWORD}@[::1/name")
@example(f"host=host password={PASSWORD}")
@example(f"userpassword={PASSWORD}")
@example(f"\nuser\npassword={PASSWORD}")
def test_whatever_stands_for_a_store_is_one_or_is_refused(store: str) -> None:
    """And what is said of it has no password in it."""
    said = ""
    try:
        check_store(store)
        assert is_postgres(store) or "password=" not in store
        assert is_postgres(shown(store)) == is_postgres(store)
    except ConfigError as refused:
        said = str(refused)
    assert PASSWORD not in said


@pytest.mark.parametrize(
    "store",
    [
        f"postgresql:user:{PASSWORD}@host/name",
        f"postgres:/user:{PASSWORD}@host/name",
        f"POSTGRESQL://user:{PASSWORD}@host/name",
        f"postgresql+asyncpg://user:{PASSWORD}@host/name",
        f"host=host dbname=name password={PASSWORD}",
        f"sslmode=require password={PASSWORD}",
    ],
)
def test_what_is_meant_for_a_database_makes_no_file(store: str) -> None:
    """Its name would be the password."""
    with pytest.raises(ConfigError) as refused:
        check_store(store)
    assert str(refused.value) == NO_STORE


@pytest.mark.parametrize(
    "store",
    ["", " ", "postgresql://localhost/dialbook", "sqlite:///dialbook.db", "http://x", "memory", ":memory:", "MEMORY:"],
)
def test_another_store_is_refused(store: str) -> None:
    """No URL is taken for the name of a file, nor what looks like ``memory:``."""
    with pytest.raises(ConfigError) as refused:
        sqlite_path(store)
    assert str(refused.value) == NO_STORE
