"""The kinds of record that a store holds, where SQLite has an index for the key."""

from __future__ import annotations

from dialbook.domain.calls import Call
from dialbook.server import copying

KINDS = [kind for kind in copying.KINDS if kind is not Call]
"""All but the calls: the key of those is the number that SQLite gives each row anyway."""
