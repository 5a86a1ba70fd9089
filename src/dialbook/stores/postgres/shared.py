"""What all transactions of a store know together."""

from __future__ import annotations

from typing import Any

import msgspec


class Shared(msgspec.Struct):
    """What is known since the first connection, and what was found out since."""

    ahead: int
    """By how much positions of the history are ahead of the numbers of transactions."""
    distributed: bool
    """Whether the database has many nodes, so that each statement is to concern one shard."""
    rewritten: set[type[Any]] = msgspec.field(default_factory=set)
    """Kinds that somebody has put after a page without a shard: they are locked for that from the beginning, or two would wait for each
    other.
    """
