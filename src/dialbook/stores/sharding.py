"""Where records lie in a database of many nodes. It follows from their keys, so that no table is forgotten.

A table whose key begins with one of `SHARD_KEYS` is spread over shards by that column. Every other one is kept whole on every node: there
are few rows in it, and many more ask for them than change them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

SHARD_KEYS = ("account", "e164")
"""An account's records lie together. Who owns a number is decided where the number lies, for all accounts."""

WHOLE = {
    "pool_numbers": "it is searched by place, and every order looks into it",
    "throttle_limits": "every worker reads all of it",
}
"""The tables that are whole on every node although their key begins with a shard key, and why."""


class Placement(msgspec.Struct, frozen=True):
    """Where the rows of a table lie."""

    table: str
    shard_key: str | None
    """The column that says in which shard a row lies, None where each node has all of them."""


class Distributed(msgspec.Struct, frozen=True):
    """How the tables of a store are distributed, and whether they were so before."""

    placements: tuple[Placement, ...]
    changed: bool


def placement(kind: type[Any]) -> Placement:
    """Return where records of a kind lie."""
    first: str = kind.key[0]
    return Placement(kind.table, first if first in SHARD_KEYS and kind.table not in WHOLE else None)


def placements(kinds: Iterable[type[Any]]) -> tuple[Placement, ...]:
    """Return where records of these kinds lie."""
    return tuple(placement(kind) for kind in kinds)


def require_shard(kind: type[Any], where: Mapping[str, Any]) -> None:
    """Refuse to lock records of who knows how many shards. Raises ValueError."""
    shard_key = placement(kind).shard_key
    if shard_key is not None and shard_key not in where:
        raise ValueError(f"{kind.table}: in a write records are found within one {shard_key}.")


def lock_of(shard: str) -> int:
    """Return the number of the advisory lock that stands for a shard. That two may have the same does no harm."""
    return int.from_bytes(hashlib.blake2b(shard.encode(), digest_size=8).digest(), "big", signed=True)
