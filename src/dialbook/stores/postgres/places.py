"""How far a server is, and whether another is as far."""

from __future__ import annotations

import msgspec

from dialbook.ports.store import StoreUnavailable
from dialbook.stores import statements
from dialbook.stores.postgres import failures
from dialbook.stores.postgres.links import Link


class Place(msgspec.Struct, frozen=True):
    """How far a server is."""

    system: int
    """Which database it is or follows."""
    timeline: int
    """How often a standby has taken over."""
    position: int
    """How many bytes of changes it has."""

    def reaches(self, other: Place) -> bool:
        """Tell whether everything is here that is at the other place."""
        return self.follows(other) and self.position >= other.position

    def follows(self, other: Place) -> bool:
        """Tell whether both have the same past."""
        return (self.system, self.timeline) == (other.system, other.timeline)


NOWHERE = Place(0, 0, 0)


async def place_of_primary(link: Link) -> Place:
    """Return how far a primary is: whatever was acknowledged or could be seen is at this place. Raises StoreUnavailable."""
    return await _place(link, statements.PRIMARY_PLACE)


async def place_of_replica(link: Link) -> Place:
    """Return how far a replica is: the next statement sees at least that. Raises StoreUnavailable."""
    return await _place(link, statements.REPLICA_PLACE)


async def _place(link: Link, sql: str) -> Place:
    [row] = await link.fetch(sql, [])
    if None in tuple(row):
        raise StoreUnavailable(failures.OTHER_ROLE)
    return Place(*row)
