"""``dialbook keys revoke``: end an access key."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from dialbook.access.keys import AccessKey
from dialbook.cli.failure import Failure
from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.session import with_store
from dialbook.ports.store import Tx
from dialbook.server.clock import wall


def revoke(
    access_key_id: Annotated[str, typer.Argument(metavar="ACCESS_KEY_ID", help="The id, as the list shows it.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Revoke an access key: from the next request on it is refused."""

    async def work(tx: Tx) -> bool:
        key = await tx.get(AccessKey, (access_key_id,))
        if key is None:
            raise Failure("There is no access key with this id: 'dialbook keys list' shows them.")
        if key.revoked_at is not None:
            return False
        await tx.put(msgspec.structs.replace(key, revoked_at=wall()))
        return True

    revoked = with_store(store, lambda opened: opened.write(work))
    typer.echo(f"{access_key_id} is revoked." if revoked else f"{access_key_id} was revoked before.")
