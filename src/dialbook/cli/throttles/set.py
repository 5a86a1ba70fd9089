"""``dialbook throttles set``: limit how quickly requests may come."""

from __future__ import annotations

from typing import Annotated

import typer

from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.session import with_store
from dialbook.cli.throttles.options import EVERY, NO_LIMIT, OperationOption, WhoseOption
from dialbook.server.clock import wall


def set_limit(
    rate: Annotated[
        str,
        typer.Option(
            metavar=f"RATE|{NO_LIMIT}",
            help="How many requests pass per second, such as 10 or 0.5; none throttles nothing.",
        ),
    ],
    burst: Annotated[
        int | None,
        typer.Option(
            metavar="COUNT",
            show_default="what comes in two seconds, at least 1",
            help="How many may come at once.",
        ),
    ] = None,
    operation: OperationOption = EVERY,
    account: WhoseOption = EVERY,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Limit how quickly requests may come.

    Each account has a bucket of its own for each operation that a limit holds for. Of several limits that hold for a
    request the most specific counts: that of its account and operation, of its account, of its operation, of all, and
    last that of the rules. Setting a limit again fills its buckets. Running servers heed it within a second.
    """
    from dialbook.server.throttling import limits as throttle_limits  # noqa: PLC0415 - it knows every operation, which takes time to import

    limit = throttle_limits.limit_of(account, operation, None if rate == NO_LIMIT else rate, burst, wall())
    with_store(store, lambda opened: throttle_limits.set_limit(opened, limit))
    typer.echo("The limit is set.")
