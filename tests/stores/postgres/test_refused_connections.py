"""Connections that a server refuses, each with a sentence of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dialbook.ports.store import StoreUnavailable
from dialbook.stores.postgres import failures
from dialbook.stores.postgres.store import PostgresStore
from postgres import PASSWORD, cluster, free_port, name_of
from stores.postgres.attempts import HASTY, everything, put
from stores.postgres.conftest import with_store


def wrong_password(url: str) -> str:
    """Return a URL with another password."""
    return url.replace(PASSWORD, "not-this-one")


def missing_database(url: str) -> str:
    """Return the URL of a database that is not there."""
    return f"{url}_missing"


def nobody_listens(url: str) -> str:
    """Return a URL that leads nowhere."""
    return url.replace(f":{cluster().port}/", f":{free_port()}/")


def read_only(url: str) -> str:
    """Return the URL of a database that takes no writes."""
    cluster().run(f"alter database {name_of(url)} set default_transaction_read_only = on")
    return url


def no_connection_left(url: str) -> str:
    """Return a URL for a user who may have no connection."""
    cluster().run(f"create role {name_of(url)} login password '{PASSWORD}' connection limit 0")
    return url.replace("//postgres:", f"//{name_of(url)}:")


def nothing_granted(url: str) -> str:
    """Return a URL for a user who may connect and nothing else."""
    cluster().run(f"create role {name_of(url)} login password '{PASSWORD}'")
    return url.replace("//postgres:", f"//{name_of(url)}:")


def unknown_parameter(url: str) -> str:
    """Return a URL that the client does not understand."""
    return f"{url}?sslmode=perhaps"


def no_authority(url: str) -> str:
    """Return a URL that asks for a check of the server's certificate, with nothing to check it with."""
    return f"{url}?sslmode=verify-full"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (wrong_password, "PostgreSQL refuses the user or the password of the store."),
        (missing_database, "The database of the store does not exist: create it, for example with 'createdb'."),
        (nobody_listens, "PostgreSQL cannot be reached."),
        (read_only, "No host of the store takes writes."),
        (no_connection_left, "PostgreSQL has no connection left for the store."),
        (nothing_granted, "PostgreSQL grants the user of the store too little: it must own the tables."),
        (unknown_parameter, "The URL of the store is not one that PostgreSQL's clients understand."),
        (no_authority, failures.NO_ROOT),
    ],
)
def test_what_is_wrong_with_a_connection_is_told(
    url: str, spoil: Callable[[str], str], sentence: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In one sentence without a password, in reads and in writes."""
    monkeypatch.setenv("HOME", str(tmp_path))

    async def scenario(store: PostgresStore) -> None:
        for attempt in (store.read(everything), store.write(put)):
            with pytest.raises(StoreUnavailable) as outage:
                await attempt
            assert str(outage.value) == sentence

    with_store(spoil(url), scenario, HASTY)
