"""The two spellings of the signing time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialbook.access.timestamps import parse_basic, parse_http_date, write_basic

MOMENT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)


def test_the_basic_form_is_read_and_written() -> None:
    """ISO 8601 basic goes both ways without loss."""
    assert parse_basic("20150830T123600Z") == MOMENT
    assert write_basic(MOMENT) == "20150830T123600Z"


@pytest.mark.parametrize("zone", ["GMT", "UTC", "+0000", "-0000"])
def test_http_dates_are_read(zone: str) -> None:
    """RFC 1123 is read in every spelling of UTC."""
    assert parse_http_date(f"Sun, 30 Aug 2015 12:36:00 {zone}") == MOMENT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2015-08-30T12:36:00Z",
        "20150830T123600",
        "20150830T123600z",
        "20150830T123600Z\n",
        "20151330T123600Z",
        "20150230T123600Z",
        "20150830T126100Z",
        "00000830T123600Z",
        "٢٠١٥0830T123600Z",
    ],
)
def test_other_basic_forms_are_refused(text: str) -> None:
    """Anything but 16 characters that name a real moment is a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        parse_basic(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sun, 30 Aug 2015 12:36:00 +0100",
        "Sun, 30 Aug 2015 12:36:00",
        "Sunday, 30-Aug-15 12:36:00 GMT",
        "Sun, 30 Xyz 2015 12:36:00 GMT",
        "Sun, 31 Feb 2015 12:36:00 GMT",
        "Sun, 30 Aug 2015 ::::::: GMT",
        "Sun, 30 Aug 0000 12:36:00 GMT",
    ],
)
def test_other_http_dates_are_refused(text: str) -> None:
    """Anything but an RFC 1123 date in UTC is a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        parse_http_date(text)
