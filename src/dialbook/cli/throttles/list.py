"""``dialbook throttles list``: the limits that were set."""

from __future__ import annotations

import typer

from dialbook.access.throttling import Limit
from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.session import with_store
from dialbook.cli.tables import print_table
from dialbook.cli.throttles.options import NO_LIMIT

COLUMNS = ("Account", "Operation", "Rate", "Burst", "Set (UTC)")


def list_limits(store: StoreOption = DEFAULT_STORE) -> None:
    """List the limits that were set, beside those of the rules."""
    from dialbook.server.throttling.limits import all_limits  # noqa: PLC0415 - it knows every operation

    limits = with_store(store, all_limits)
    if not limits:
        typer.echo("No limits are set: the rules' own holds for every account and operation.", err=True)
        return
    print_table(COLUMNS, [row(limit) for limit in limits])


def row(limit: Limit) -> list[str]:
    """Return a limit as a row of the table."""
    rate = NO_LIMIT if limit.unlimited else f"{limit.rate_millihertz / 1000:.15g}"
    burst = "" if limit.unlimited else str(limit.burst)
    return [limit.account, limit.operation, rate, burst, f"{limit.set_at:%Y-%m-%d %H:%M:%S}"]
