"""Times as the wire and the store write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dialbook.domain.moments import iso8601


def test_a_time_is_text_that_sorts() -> None:
    """Milliseconds always, UTC always, one length; what is finer is dropped."""
    moment = datetime(2026, 3, 1, 12, 0, 0, 0, tzinfo=UTC)
    texts = [iso8601(moment + timedelta(microseconds=step)) for step in (0, 999, 1000, 999_999, 1_000_000)]
    assert texts == [
        "2026-03-01T12:00:00.000Z",
        "2026-03-01T12:00:00.000Z",
        "2026-03-01T12:00:00.001Z",
        "2026-03-01T12:00:00.999Z",
        "2026-03-01T12:00:01.000Z",
    ]


@pytest.mark.parametrize("zone", [None, timezone(timedelta(hours=1))])
def test_a_time_elsewhere_is_refused(zone: timezone | None) -> None:
    """A time without a zone or in another one would sort wrongly."""
    with pytest.raises(ValueError, match="must be UTC"):
        iso8601(datetime(2026, 3, 1, tzinfo=zone))
