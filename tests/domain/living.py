"""A number that is still there."""

from __future__ import annotations

from datetime import datetime

from dialbook.domain import life
from dialbook.domain.phone_numbers import PhoneNumber


def settle(number: PhoneNumber, now: datetime) -> PhoneNumber:
    """Return what the number has become, which is not gone."""
    settled = life.settle(number, now)
    assert settled is not None
    return settled
