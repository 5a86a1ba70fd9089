"""What the tests of failures try and do, and the patience that they have."""

from __future__ import annotations

from dialbook.domain.registry import Ownership
from dialbook.ports.store import Tx
from dialbook.stores.postgres.limits import Limits
from postgres import cluster, name_of

HASTY = Limits(
    connections=2,
    connect_seconds=0.3,
    statement_seconds=0.3,
    grace_seconds=0.1,
    commit_seconds=0.4,
    lock_seconds=0.2,
    patience_seconds=0.4,
)


def owned(e164: str = "+12065550100", claim_id: str = "one") -> Ownership:
    """Return a record."""
    return Ownership(e164=e164, owner=None, claim_id=claim_id)


async def everything(tx: Tx) -> list[Ownership]:
    """Read all records."""
    return await tx.page(Ownership, {}, None, 99)


async def put(tx: Tx) -> None:
    """Put a record."""
    await tx.put(owned())


def kill_connections(url: str) -> None:
    """End all connections to a database, as an administrator does."""
    cluster().run(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name_of(url)}'")
