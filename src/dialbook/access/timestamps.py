"""The two spellings of a moment in a signed request: ISO 8601 basic, and that of the HTTP ``Date`` header."""

from __future__ import annotations

import re
from datetime import datetime

_BASIC = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_HTTP = re.compile(r"[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9:]{8}) (?:GMT|UTC|[+-]0000)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def parse_basic(text: str) -> datetime:
    """Read ``20150830T123600Z``; raises ValueError for anything else."""
    if not _BASIC.fullmatch(text):
        raise ValueError("not ISO 8601 basic")
    return datetime.fromisoformat(text)


def write_basic(moment: datetime) -> str:
    """Write a UTC moment as ``20150830T123600Z``."""
    return moment.strftime("%Y%m%dT%H%M%SZ")


def parse_http_date(text: str) -> datetime:
    """Read ``Sun, 30 Aug 2015 12:36:00 GMT`` (RFC 1123; botocore writes ``-0000``); raises ValueError otherwise."""
    found = _HTTP.fullmatch(text)
    if not found:
        raise ValueError("not an HTTP date")
    day, month, year, clock = found.groups()
    return datetime.fromisoformat(f"{year}-{_MONTHS.index(month) + 1:02}-{day}T{clock}+00:00")
