"""``dialbook throttles remove``: end a limit."""

from __future__ import annotations

import typer

from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.session import with_store
from dialbook.cli.throttles.options import EVERY, OperationOption, WhoseOption


def remove(
    operation: OperationOption = EVERY, account: WhoseOption = EVERY, store: StoreOption = DEFAULT_STORE
) -> None:
    """Remove a limit that was set for this account and operation.

    The next more general limit holds from then on. Running servers heed it within a second.
    """
    from dialbook.server.throttling.limits import remove_limit  # noqa: PLC0415 - it knows every operation

    with_store(store, lambda opened: remove_limit(opened, account, operation))
    typer.echo("The limit is removed.")
