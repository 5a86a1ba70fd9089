"""``dialbook keys list``: the stored access keys, without their secrets."""

from __future__ import annotations

from datetime import datetime

import typer

from dialbook.access.keys import AccessKey
from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.paging import records_of
from dialbook.cli.session import with_store
from dialbook.cli.tables import print_table
from dialbook.ports.store import Store
from dialbook.server.clock import wall


def list_keys(store: StoreOption = DEFAULT_STORE) -> None:
    """List the access keys, without their secrets."""
    keys = sorted(with_store(store, all_keys), key=lambda key: (key.account, key.created_at))
    if not keys:
        typer.echo("There are no access keys: 'dialbook keys create' makes one.", err=True)
        return
    print_table(
        ["Access key", "Account", "Name", "Created (UTC)", "State"],
        [[key.access_key_id, key.account, key.name, minute(key.created_at), state(key, wall())] for key in keys],
    )


async def all_keys(store: Store) -> list[AccessKey]:
    """Return every stored key."""
    return [key async for key in records_of(store, AccessKey, {})]


def state(key: AccessKey, now: datetime) -> str:
    """Say whether a key is still good."""
    if key.revoked_at is not None:
        return f"revoked {minute(key.revoked_at)}"
    if key.expires_at is None:
        return "active"
    return f"{'expired' if key.expires_at <= now else 'active until'} {minute(key.expires_at)}"


def minute(moment: datetime) -> str:
    """Return a time as the table shows it."""
    return f"{moment:%Y-%m-%d %H:%M}"
