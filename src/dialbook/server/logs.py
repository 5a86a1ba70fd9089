"""Logs as JSON lines or for people, with numbers redacted."""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime
from typing import Literal

import msgspec

LogFormat = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]

NUMBER = re.compile(r"(?:\+|%(?:25)*2B)[1-9][0-9]{4,14}", re.IGNORECASE)
FIELDS = ("request_id", "operation", "account", "status", "milliseconds", "pid")
"""What a log record may carry besides its message."""


def redact(text: str) -> str:
    """Put a word in the place of everything that looks like a phone number."""
    return NUMBER.sub("[number]", text)


def fields_of(record: logging.LogRecord) -> dict[str, str | int | float]:
    """Return what the record carries besides its message."""
    return {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **fields_of(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return redact(msgspec.json.encode(line).decode())


class TextFormatter(logging.Formatter):
    """A line that people read."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s", datefmt="%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text, its fields behind the message."""
        message, _, rest = super().format(record).partition("\n")
        fields = " ".join(f"{name}={value}" for name, value in fields_of(record).items())
        return redact("\n".join(filter(None, (f"{message}  {fields}".rstrip(), rest))))


def configure(style: LogFormat, level: str) -> None:
    """Send all logs to standard error in one style."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if style == "json" else TextFormatter())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
