"""How many, how long: the limits of the PostgreSQL store as data."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What bounds connections, waits and repetitions. The numbers are our choice."""

    connections: int = 10
    """How many connections one process holds at most."""
    connect_seconds: float = 5.0
    """For a connection to a host to be made."""
    head_start_seconds: float = 0.25
    """For a host to answer before the next one is asked too."""
    statement_seconds: float = 5.0
    """For one statement: beyond that the server ends it."""
    grace_seconds: float = 1.0
    """Beyond that, before a server that has not ended it is taken for lost."""
    commit_seconds: float = 6.0
    """For a commit, which with synchronous replication waits for a standby; then its outcome is unknown."""
    lock_seconds: float = 2.0
    """For the lock of a record that another transaction holds; then everything is begun anew."""
    bulk_seconds: float = 300.0
    """For one statement on many records: a dump, a restore, an upgrade."""
    patience_seconds: float = 5.0
    """For a connection to come free, and for how long a transaction is begun anew."""
    attempts: int = 20
    """How often a transaction is begun at most."""
    first_pause_seconds: float = 0.002
    """Before the second attempt; twice as long before each further one, and up to half of it is left to chance."""
    longest_pause_seconds: float = 0.25
    behind_seconds: float = 0.1
    """For a replica to come as far as the primary."""
    rest_seconds: float = 1.0
    """Before a replica is sought again, when none was fit."""
    statements: int = 512
    """How many prepared statements a connection keeps: there are a few for each kind of record."""
