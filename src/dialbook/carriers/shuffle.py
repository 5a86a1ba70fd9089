"""The numbers of a pool, computed from their positions: nothing is stored, and nothing is drawn twice."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

Gap = tuple[int, int]
"""Lines that are left out: the first, and how many."""

FAILING: Gap = (404, 3)
"""Numbers that the carrier makes fail are not shown in searches: our choice, whoever wants one names it."""
DIRECTORY_ASSISTANCE: Gap = (1212, 1)
"""555-1212 is the one number of the exchange that is in use everywhere."""
FICTIONAL: Gap = (100, 100)
"""555-0100 to 555-0199 are set aside for fiction in every area code of the North American plan."""

LINES = 10_000
"""What the last four digits can be."""
CAPACITY = LINES - FAILING[1] - DIRECTORY_ASSISTANCE[1]
"""How many numbers a pool can have at most."""


def number_at(prefixes: Sequence[str], position: int, seed: int) -> str:
    """Return the number at a position below CAPACITY: all but its last four digits is one of the prefixes, in turns."""
    order, turn = divmod(position, len(prefixes))
    prefix = prefixes[turn]
    return f"+{prefix}{line_at(prefix, order, seed):04}"


def line_at(prefix: str, order: int, seed: int) -> int:
    """Return the last four digits at a place of the order in which a prefix has them; fictional numbers come first."""
    key = f"{seed}/{prefix}"
    if not (prefix.startswith("1") and prefix.endswith("555")):
        return _past(shuffled(order, LINES - FAILING[1], key), [FAILING])
    first, fictional = FICTIONAL
    if order < fictional:
        return first + shuffled(order, fictional, key)
    return _past(
        shuffled(order - fictional, CAPACITY - fictional, key), sorted([FICTIONAL, FAILING, DIRECTORY_ASSISTANCE])
    )


def shuffled(position: int, count: int, key: str) -> int:
    """Return what stands at a position of the numbers below ``count`` in an order that the key decides."""
    digest = hashlib.blake2b(key.encode(), digest_size=16).digest()
    step = int.from_bytes(digest[:8]) % count
    while math.gcd(step, count) != 1:
        step += 1
    return (step * position + int.from_bytes(digest[8:])) % count


def _past(line: int, gaps: Sequence[Gap]) -> int:
    for first, length in gaps:
        if line >= first:
            line += length
    return line
