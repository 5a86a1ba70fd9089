"""What holds for the events of every change that any test makes through a running server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from dialbook.domain.events import event_of
from dialbook.domain.history import Change

NUMBER = re.compile(r"(?:\+|%2B)[1-9][0-9]{6,14}|\b1[2-9][0-9]{9}\b")
NAMES = ("name", "calling_name", "pending_calling_name")
LONG_ENOUGH = 4
"""A shorter name may stand in an event by chance."""


def check_events(changes: Iterable[Change]) -> None:
    """Assert that the events are told apart, and tell no number and no name but the number that they are about."""
    changes = list(changes)
    events = [json.loads(msgspec.json.encode(event_of(change))) for change in changes]
    assert len({event["eventID"] for event in events}) == len(events)
    for change, event in zip(changes, events, strict=True):
        resources = event.pop("resources")
        assert all(resource["ARN"].split(":")[4] == resource["accountId"] for resource in resources)
        assert (event["eventType"] == "AwsApiCall") == change.principal.startswith("arn:"), event
        told = json.dumps(
            [event["requestParameters"], event.get("additionalEventData"), event.get("serviceEventDetails")]
        )
        assert not NUMBER.search(told), change.action
        assert not [name for name in names_in(change) if name in told], change.action


def names_in(change: Change) -> Iterator[str]:
    """Yield the names that a number had or has."""
    if change.subject.startswith("phone_numbers/"):
        for record in (change.before, change.after):
            members: dict[str, Any] = {} if record is None else json.loads(record)
            yield from (name for member in NAMES if len(name := members.get(member) or "") >= LONG_ENOUGH)
