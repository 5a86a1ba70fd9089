"""What a record's history must be, whatever has happened to the server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber


def check_trail(number: PhoneNumber, changes: Sequence[Change]) -> None:
    """Assert that the changes lead from nothing to the number as it is: each begins where another has ended.

    Their order is not looked at: their times are in milliseconds, and several fit into one.
    """
    begun = Counter(change.before for change in changes)
    ended = Counter(change.after for change in changes)
    begun[msgspec.json.encode(number).decode()] += 1
    ended[None] += 1
    assert begun == ended
