"""A number to begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from dialbook.domain.phone_numbers import PhoneNumber

CREATED = datetime(2026, 1, 1, 12, 0, 0, 123000, UTC)


def make_number(**members: Any) -> PhoneNumber:
    """Return an unassigned local U.S. number of the product VoiceConnector, but for the members given."""
    given: dict[str, Any] = {
        "account": "123456789012",
        "e164": "+12065550100",
        "country": "US",
        "type": "Local",
        "product_type": "VoiceConnector",
        "created_at": CREATED,
        "updated_at": CREATED,
    }
    return PhoneNumber(**(given | members))


@pytest.fixture(scope="session")
def number() -> Callable[..., PhoneNumber]:
    """Give the function that makes a number."""
    return make_number
