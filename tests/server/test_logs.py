"""Logs as JSON lines or for people; numbers never appear in them."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.domain.details import Details
from dialbook.server.logs import FIELDS, JsonFormatter, LogFormat, TextFormatter, configure, redact

SPELLINGS = ["+12065550100", "%2B12065550100", "%2b12065550100", "%252B12065550100", "%252b12065550100"]
STYLES: dict[LogFormat, type[logging.Formatter]] = {"text": TextFormatter, "json": JsonFormatter}
DIGITS = re.compile("2065550100")


class NumberError(Exception):
    """An error that says too much."""


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """Give the root logger, and put it back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield root
    root.handlers[:] = handlers
    root.setLevel(level)


def written(style: LogFormat, message: str, *arguments: object, **options: Any) -> str:
    """Log one record in a style, and give what was written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(STYLES[style]())
    logger = logging.Logger("dialbook.tests")
    logger.addHandler(handler)
    logger.warning(message, *arguments, **options)
    return stream.getvalue()


@pytest.mark.parametrize("number", SPELLINGS)
@pytest.mark.parametrize(
    ("around", "redacted"),
    [
        ("{}", "[number]"),
        ("the number {} is", "the number [number] is"),
        ("/phone-numbers/{}?operation=restore", "/phone-numbers/[number]?operation=restore"),
        ("PhoneNumber(e164='{}', country='US')", "PhoneNumber(e164='[number]', country='US')"),
        ('{{"E164PhoneNumber":"{}"}}', '{{"E164PhoneNumber":"[number]"}}'),
        ("{0},{0}", "[number],[number]"),
    ],
)
def test_a_number_is_redacted_wherever_it_stands(number: str, around: str, redacted: str) -> None:
    """In any spelling that has a plus sign, and as often as it comes."""
    assert redact(around.format(number)) == redacted.format()


@given(
    st.from_regex(r"[1-9][0-9]{4,14}", fullmatch=True),
    st.sampled_from(["+", "%2B", "%2b", "%252B"]),
    st.text(),
    st.text(),
)
def test_no_number_survives(digits: str, plus: str, before: str, after: str) -> None:
    """Whatever is written around it."""
    assert f"{plus}{digits}" not in redact(f"{before} {plus}{digits} {after}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "000000000000",
        "2019-10-28T18:40:37.453+00:00",
        "2026-01-01T00:00:00+0100",
        "11111111-2222-4333-8444-555555555555",
        "a+b",
        "%2Bname",
        "1 + 1 = 2",
        "100%",
    ],
)
def test_other_digits_are_left(text: str) -> None:
    """Accounts, times and request ids are what one looks for in a log."""
    assert redact(text) == text


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("number", SPELLINGS)
def test_neither_message_nor_arguments_show_a_number(style: LogFormat, number: str) -> None:
    """A number that gets into the message, its arguments, or a record shown in it comes out as a word."""
    message = written(style, f"no {number}")
    arguments = written(style, "no %s and no %r", number, Details(name=number))

    assert not DIGITS.search(message + arguments)
    assert (message.count("[number]"), arguments.count("[number]")) == (1, 2)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("number", SPELLINGS)
def test_no_traceback_shows_a_number(style: LogFormat, number: str) -> None:
    """Neither in an exception's message nor in that of its cause."""
    try:
        try:
            raise KeyError(number)
        except KeyError as error:
            raise NumberError(f"no {number}") from error
    except NumberError:
        line = written(style, "a request failed", exc_info=True)

    assert not DIGITS.search(line)
    assert "NumberError: no [number]" in line
    assert "KeyError: '[number]'" in line


@pytest.mark.parametrize("style", STYLES)
def test_no_field_shows_a_number(style: LogFormat) -> None:
    """Fields hold no numbers; if one ever does, it is redacted as well."""
    assert "[number]" in written(style, "request", extra={"operation": "+12065550100"})


def test_a_json_line() -> None:
    """One object: the time in UTC, level, logger, message, and the fields that the record carries."""
    request = {"request_id": "x", "operation": "GetPhoneNumber", "account": "-", "status": 200, "milliseconds": 1.25}
    extra = request | {"pid": 1}
    line = written("json", "request %s", "é", extra=extra | {"password": "secret"})

    assert line.endswith("}\n")
    assert line.count("\n") == 1
    record = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", record.pop("time"))
    assert record == {"level": "warning", "logger": "dialbook.tests", "message": "request é"} | extra
    assert tuple(extra) == FIELDS


def test_a_json_line_without_fields() -> None:
    """What a record does not carry is left out."""
    assert json.loads(written("json", "starting")).keys() == {"time", "level", "logger", "message"}


def test_a_json_line_with_a_traceback_is_one_line() -> None:
    """The traceback is a member of the object, a message of several lines one text."""
    try:
        raise NumberError("a\nb")
    except NumberError:
        line = written("json", "first\nsecond", exc_info=True)

    record = json.loads(line)
    assert line.count("\n") == 1
    assert record["message"] == "first\nsecond"
    assert record["exception"].startswith("Traceback (most recent call last):\n")
    assert record["exception"].endswith("NumberError: a\nb")


def test_a_text_line() -> None:
    """The time, the level and the message, and behind two spaces the fields."""
    line = written("text", "request %s", 1, extra={"status": 200, "request_id": "x", "password": "secret"})
    assert re.fullmatch(r"\d\d:\d\d:\d\d WARNING request 1  request_id=x status=200\n", line)


def test_a_text_line_without_fields() -> None:
    """Nothing stands behind the message then."""
    assert re.fullmatch(r"\d\d:\d\d:\d\d WARNING starting\n", written("text", "starting"))


def test_a_text_line_has_its_traceback_below() -> None:
    """The fields stay on the first line."""
    try:
        raise NumberError("why")
    except NumberError:
        first, second, *_, last, end = written("text", "failed", exc_info=True, extra={"status": 500}).split("\n")

    assert first.endswith(" WARNING failed  status=500")
    assert (second, end) == ("Traceback (most recent call last):", "")
    assert last.endswith("NumberError: why")


@pytest.mark.parametrize("style", STYLES)
def test_logs_go_to_standard_error(
    style: LogFormat, root_logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of them from the chosen level on, in the chosen style, however often it is chosen."""
    configure("text", "debug")
    configure(style, "warning")
    logging.getLogger("dialbook.x").warning("call %s", "+12065550100")
    logging.getLogger("dialbook.x").info("nothing to see")
    sys.stderr.flush()

    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert "call [number]" in output.err
    assert output.err.startswith("{") == (style == "json")
    assert root_logger.level == logging.WARNING
