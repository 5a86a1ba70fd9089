"""The clock over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from controls.http.client import ask
from running import RunningServer

GRAMMAR = "Duration must be a number and a unit, such as 90s, 5m, 72h or 7d, or PT72H."
FORWARD = "The clock only goes forward: "


def time_of(reading: dict[str, Any]) -> datetime:
    """Return the time that a clock shows."""
    return datetime.fromisoformat(reading["Time"])


def frozen(server: RunningServer) -> dict[str, Any]:
    """Freeze the clock and return what it shows."""
    reading: dict[str, Any] = ask(server, "POST", "/clock/freeze").json
    assert reading["Frozen"] is True
    return reading


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("0", 0),
        ("90s", 90),
        ("5m", 300),
        ("72h", 259_200),
        ("7d", 604_800),
        ("PT72H", 259_200),
        ("P1DT1.5S", 86_401.5),
    ],
)
def test_the_clock_is_advanced_by_a_duration(server: RunningServer, duration: str, seconds: float) -> None:
    """It may be a number and a unit, or a duration of ISO 8601; the answer is what the clock shows then."""
    before = time_of(frozen(server))
    answer = ask(server, "POST", "/clock/advance", {"Duration": duration})
    assert answer.status == 200
    assert time_of(answer.json) == before + timedelta(seconds=seconds)
    assert ask(server, "GET", "/clock").json["Time"] == answer.json["Time"]


def test_the_clock_is_set_to_a_moment_of_any_zone(server: RunningServer) -> None:
    """It shows the moment in UTC and whole milliseconds, as the API writes times."""
    frozen(server)
    answer = ask(server, "POST", "/clock/set", {"Time": "2100-01-01T12:00:00.1239+02:00"})
    assert answer.json["Time"] == "2100-01-01T10:00:00.123Z"


def test_a_clock_that_runs_again_is_not_frozen(server: RunningServer) -> None:
    """It goes on from where it stood."""
    stood = time_of(frozen(server))
    answer = ask(server, "POST", "/clock/run")
    assert answer.json["Frozen"] is False
    assert time_of(answer.json) >= stood


def test_what_falls_due_is_settled_when_the_answer_comes(server: RunningServer) -> None:
    """An unmodified client sees at once what takes AWS 72 hours."""
    frozen(server)
    server.add_number("+12065550100")
    client = server.client()
    client.update_phone_number(PhoneNumberId="+12065550100", CallingName="Dialbook")
    ask(server, "POST", "/clock/advance", {"Duration": "72h"})
    number = client.get_phone_number(PhoneNumberId="+12065550100")["PhoneNumber"]
    assert (number["CallingName"], number["CallingNameStatus"]) == ("Dialbook", "UpdateSucceeded")


def test_requests_live_by_the_clock(server: RunningServer) -> None:
    """A change is made at the time that the clock shows, while its signature is checked against real time."""
    stood = time_of(frozen(server))
    server.add_number("+12065550100")
    ask(server, "POST", "/clock/advance", {"Duration": "72h"})
    answer = server.client().update_phone_number(PhoneNumberId="+12065550100", Name="Late")
    assert answer["PhoneNumber"]["UpdatedTimestamp"] == stood + timedelta(hours=72)


REFUSED = [
    ("advance", {"Duration": "72"}, GRAMMAR),
    ("advance", {"Duration": ""}, GRAMMAR),
    ("advance", {"Duration": "1w"}, GRAMMAR),
    ("advance", {"Duration": "P1Y"}, GRAMMAR),
    ("advance", {"Duration": "72 h"}, GRAMMAR),
    ("advance", {"Duration": "P999999999999D"}, GRAMMAR),
    ("advance", {"Duration": "-72h"}, FORWARD + "the duration must not be negative."),
    ("advance", {"Duration": "-PT1S"}, FORWARD + "the duration must not be negative."),
    ("advance", {"Duration": "-" + "9" * 60 + "s"}, FORWARD + "the duration must not be negative."),
    ("advance", {"Duration": "P900000000D"}, None),
    ("advance", {"Duration": "3000000d"}, None),
    ("advance", {"Duration": "9" * 60 + "d"}, None),
    ("advance", {"Duration": 72}, "Duration must be a string, not an integer."),
    ("advance", {"Duration": "1" * 65}, "Duration must have at most 64 characters."),
    ("advance", {}, "Duration is required."),
    (
        "advance",
        {"Duration": "1s", "Hours": 1},
        "The request has a member that it cannot have; it may have Duration.",
    ),
    ("set", {"Time": "1999-12-31T23:59:59Z"}, FORWARD + "the time must not be before the clock's own."),
    ("set", {"Time": "0001-01-01T00:00:00+14:00"}, "Time must be a time with its zone, such as 2030-01-01T12:00:00Z."),
    ("set", {"Time": "9999-01-01T00:00:00Z"}, "The clock goes no further than the year 9000."),
    ("set", {"Time": "2100-01-01T00:00:00"}, "Time must be a time with its zone, such as 2030-01-01T12:00:00Z."),
    ("set", {"Time": "tomorrow"}, "Time must be a time with its zone, such as 2030-01-01T12:00:00Z."),
    ("set", {"Time": 4_102_444_800}, "Time must be a string, not an integer."),
    ("freeze", {"Time": "2100-01-01T00:00:00Z"}, "The request must have no body."),
]


@pytest.mark.parametrize(("path", "body", "message"), REFUSED)
def test_a_bad_move_is_refused(server: RunningServer, path: str, body: Any, message: str | None) -> None:
    """With 400 and one sentence, and the clock stays where it is."""
    frozen(server)
    before = ask(server, "GET", "/clock").json["Time"]
    answer = ask(server, "POST", f"/clock/{path}", body)
    assert answer.refusal == (400, "BadRequest", message or "The clock goes no further than the year 9000.")
    assert ask(server, "GET", "/clock").json["Time"] == before
