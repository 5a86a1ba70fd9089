"""The endpoints of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from dialbook.controls import clock
from dialbook.controls.clock import ClockReading
from dialbook.controls.http.endpoint import Call, Endpoint
from dialbook.domain.durations import duration_of
from dialbook.domain.refusal import Refusal
from dialbook.server.handle import Service


class AdvanceClockRequest(msgspec.Struct, frozen=True, rename="pascal", forbid_unknown_fields=True):
    """How far to advance the clock."""

    duration: Annotated[
        str,
        Meta(max_length=64, description="A number and a unit, or a duration of ISO 8601.", examples=["72h", "PT1M30S"]),
    ]


class SetClockRequest(msgspec.Struct, frozen=True, rename="pascal", forbid_unknown_fields=True):
    """Where to set the clock."""

    time: Annotated[
        str,
        Meta(
            max_length=64,
            description="Not before the clock's own time.",
            examples=["2030-01-01T12:00:00Z"],
            extra_json_schema={"format": "date-time"},
        ),
    ]


async def show(service: Service, _call: Call) -> ClockReading:
    """Return what the clock shows."""
    return await clock.read(service)


async def advance(service: Service, call: Call) -> ClockReading:
    """Go on by a duration."""
    return await clock.advance(service, read_duration(call.body.duration))


async def go_to(service: Service, call: Call) -> ClockReading:
    """Go to a moment."""
    return await clock.go_to(service, read_time(call.body.time))


async def freeze(service: Service, _call: Call) -> ClockReading:
    """Stand still."""
    return await clock.freeze(service)


async def run(service: Service, _call: Call) -> ClockReading:
    """Go on from where it is."""
    return await clock.run(service)


def read_duration(text: str) -> timedelta:
    """Read a duration in either grammar. Raises Refusal BadRequest."""
    duration = duration_of(text)
    if duration is not None:
        return duration
    try:
        return msgspec.convert(text, timedelta)
    except (msgspec.ValidationError, OverflowError):
        raise Refusal(
            "BadRequest", "Duration must be a number and a unit, such as 90s, 5m, 72h or 7d, or PT72H."
        ) from None


def read_time(text: str) -> datetime:
    """Read a time of any zone; return it in UTC and whole milliseconds. Raises Refusal BadRequest."""
    try:
        moment: datetime = msgspec.convert(text, Annotated[datetime, Meta(tz=True)]).astimezone(UTC)
    except (msgspec.ValidationError, OverflowError):
        raise Refusal("BadRequest", "Time must be a time with its zone, such as 2030-01-01T12:00:00Z.") from None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


ENDPOINTS = (
    Endpoint(
        name="GetClock",
        summary="Show what the clock of lifecycles shows.",
        method="GET",
        path="/clock",
        handler=show,
        answer=ClockReading,
    ),
    Endpoint(
        name="AdvanceClock",
        summary="Move the clock on by a duration, and settle what falls due meanwhile.",
        method="POST",
        path="/clock/advance",
        handler=advance,
        body=AdvanceClockRequest,
        answer=ClockReading,
    ),
    Endpoint(
        name="SetClock",
        summary="Move the clock on to a moment, and settle what falls due meanwhile.",
        method="POST",
        path="/clock/set",
        handler=go_to,
        body=SetClockRequest,
        answer=ClockReading,
    ),
    Endpoint(
        name="FreezeClock",
        summary="Have the clock stand still.",
        method="POST",
        path="/clock/freeze",
        handler=freeze,
        answer=ClockReading,
    ),
    Endpoint(
        name="RunClock",
        summary="Have the clock go on from where it is, as quickly as real time does.",
        method="POST",
        path="/clock/run",
        handler=run,
        answer=ClockReading,
    ),
)
