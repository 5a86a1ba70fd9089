"""``dialbook keys create``: a new access key, shown once."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from dialbook.access.keys import AccessKey, Credentials, new_key
from dialbook.access.sealing import seal, unseal
from dialbook.cli.durations import duration_of
from dialbook.cli.options import (
    DEFAULT_MASTER_KEY_FILE,
    DEFAULT_STORE,
    AccountOption,
    MasterKeyFileOption,
    MasterKeyOption,
    StoreOption,
    tilde,
)
from dialbook.cli.session import with_store
from dialbook.ports.store import Store
from dialbook.server.clock import wall
from dialbook.server.ids import random_bytes
from dialbook.server.keyring import make_master_key
from dialbook.server.keyring import master_key as read_master_key


def lifetime_of(text: str) -> timedelta:
    """Read a duration that is not 0. Raises typer.BadParameter."""
    lifetime = duration_of(text)
    if not lifetime:
        raise typer.BadParameter("A key lives for longer than 0.")
    return lifetime


def create(
    account: AccountOption,
    name: Annotated[str, typer.Option(metavar="NAME", help="The user's name in the key's ARN.")] = "dialbook",
    lifetime: Annotated[
        timedelta | None,
        typer.Option(
            parser=lifetime_of,
            metavar="DURATION",
            help="Make a temporary key with a session token, good for so long: 45m, 12h, 7d.",
        ),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    master_key: MasterKeyOption = None,
    master_key_file: MasterKeyFileOption = DEFAULT_MASTER_KEY_FILE,
) -> None:
    """Create an access key and show it once.

    It is printed as lines for a shell: eval "$(dialbook keys create --account 123456789012)". The secret is stored
    sealed under the master key. Where there is no master key yet, one is made in the file.
    """
    try:
        credentials = new_key(account, name, wall(), lifetime, random_bytes)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--name'") from None
    with_store(store, lambda opened: put(opened, credentials, master_key, master_key_file), create=True)
    typer.echo(exports(credentials))


async def put(store: Store, credentials: Credentials, given: str | None, file: Path) -> None:
    """Store new credentials, sealed under the master key that the stored keys are sealed under.

    A store with keys has a master key: making another would leave keys behind that no server could open.
    """
    unrevoked = await store.read(lambda tx: tx.find(AccessKey, {"revoked_at": None}, 1))
    if not unrevoked and given is None and make_master_key(file, base64.b64encode(random_bytes(32)).decode()):
        typer.echo(f"New master key: {tilde(file)}. Keep a copy: without it no stored key can be used.", err=True)
    master = read_master_key(given, file)
    for key in unrevoked:
        unseal(key, master)
    sealed = seal(credentials, master, random_bytes)
    await store.write(lambda tx: tx.put(sealed))


def exports(credentials: Credentials) -> str:
    """Return the key as shell assignments, the only time it is shown."""
    lines = [
        f"export AWS_ACCESS_KEY_ID={credentials.access_key_id}",
        f"export AWS_SECRET_ACCESS_KEY={credentials.secret.reveal()}",
    ]
    if credentials.token is not None:
        lines.append(f"export AWS_SESSION_TOKEN={credentials.token.reveal()}")
    return "\n".join(lines)
