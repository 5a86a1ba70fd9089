"""What a connection is told before it is used, and what it is told in each transaction where a pooler stands before the server.

A pooler such as pgbouncer, in transaction mode, gives each transaction whatever connection to the server is free. What is set for a session
is then set for somebody else, and statements that were prepared are not there. So settings are made in each transaction, and statements
are sent as they are, unless the URL says ``prepared_statements=on``.
"""

from __future__ import annotations

import asyncpg

from dialbook.stores.postgres import plans
from dialbook.stores.postgres.limits import Limits

PREPARED_STATEMENTS = "prepared_statements"
"""The parameter of a URL that says whether statements are prepared: ``on`` or ``off``."""


def without_switch(url: str) -> tuple[str, bool | None]:
    """Return the URL as PostgreSQL's clients know it, and whether it says that statements are prepared."""
    address, _, query = url.partition("?")
    parameters = query.split("&") if query else []
    rest = [parameter for parameter in parameters if not parameter.startswith(f"{PREPARED_STATEMENTS}=")]
    if rest == parameters:
        return url, None
    return "?".join([address, *(["&".join(rest)] if rest else [])]), f"{PREPARED_STATEMENTS}=on" in parameters


async def behind_pooler(connection: asyncpg.Connection[asyncpg.Record]) -> bool:
    """Tell whether another process answers than the one that the connection was made with."""
    answering = await connection.fetchval("select pg_backend_pid()")
    return bool(answering != connection.get_server_pid())


def settings(limits: Limits, how: str) -> str:
    """Return the statements, ``set`` or ``set local``, that bound what is done on a connection, and choose how."""
    bounds = {
        **plans.SETTINGS,
        "idle_in_transaction_session_timeout": f"{limits.bulk_seconds * 1000:.0f}",
        "jit": "off",
        "lock_timeout": f"{limits.lock_seconds * 1000:.0f}",
        "statement_timeout": f"{limits.statement_seconds * 1000:.0f}",
    }
    return "; ".join(f"{how} {name} = {value}" for name, value in bounds.items())
