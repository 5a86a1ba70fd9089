"""Changes as others are told of them: records of the shape that CloudTrail gives them.

One event for each change, and each event from its change alone, so that it is the same however often and wherever it is told. CloudTrail
has one for each request: the changes of one request have its id in common. The names, and which there are since which version, are those
of CloudTrail's reference of record contents. AWS shows ``eventVersion`` 1.05 for requests to this service (BEHAVIOUR.md 3.10); ours have
members that came with 1.08, and say so.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Literal

import msgspec

from dialbook.domain.history import Change
from dialbook.domain.subjects import WHOLE_STORE, Resource, resources_of
from dialbook.domain.voice_connectors import DEFAULT_REGION

SOURCE = "chime.amazonaws.com"
EventType = Literal["AwsApiCall", "AwsServiceEvent"]

_INVOKED_BY = {"dialbook": SOURCE}
"""The service itself, as AWS would call it, for what it does by itself: mostly because time has come."""
_INTERNAL = {"account", "settles_at", "updated_at", "pending_outcome", "calling_name_outcome"}
"""Members of records that nobody sees through the API, or that change with every other."""


class Identity(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who did it: the root or a user of an account, or for what no request did, a part of the service."""

    type: str | None = None
    principal_id: str | None = None
    arn: str | None = None
    account_id: str | None = None
    access_key_id: str | None = None
    invoked_by: str | None = None


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What a status was and what it is."""

    before: str | None
    after: str | None


class Details(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What has become of the resource. Names of members and values of statuses: no other value, for it may be a number or a name."""

    change: str
    """``Created``, ``Updated`` or ``Deleted``; for the whole store what was done to it."""
    record: str
    """What kind of record was changed, such as ``phone_numbers``."""
    members: tuple[str, ...] = ()
    """The members that have another value now."""
    statuses: dict[str, Status] = {}
    """The statuses among them."""


class Event(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One record. Times are UTC, on the clock that lifecycles live by."""

    event_version: str = "1.08"
    user_identity: Identity
    event_time: str
    event_source: str = SOURCE
    event_name: str
    aws_region: str
    source_ip_address: str = msgspec.field(name="sourceIPAddress")
    user_agent: str | None
    request_parameters: dict[str, Any] | None
    """Sensitive values are hidden."""
    response_elements: None = None
    """Our choice: an answer is not kept, and what matters of it is in the details."""
    additional_event_data: Details | msgspec.UnsetType = msgspec.UNSET
    """Of a request."""
    request_id: str = msgspec.field(name="requestID")
    event_id: str = msgspec.field(name="eventID")
    read_only: bool = False
    resources: tuple[Resource, ...]
    event_type: EventType
    service_event_details: Details | msgspec.UnsetType = msgspec.UNSET
    """Of what no request did."""
    management_event: bool = True
    recipient_account_id: str | None
    """None where it is about every account."""
    event_category: str = "Management"


def event_of(change: Change) -> Event:
    """Return the event of a change."""
    before, after = _record(change.before), _record(change.after)
    details = _details(change, before, after)
    requested = change.parameters is not None
    identity = _caller(change) if requested else _part(change)
    return Event(
        user_identity=identity,
        event_time=f"{change.changed_at:%Y-%m-%dT%H:%M:%SZ}",
        event_name=_name(change.action),
        aws_region=change.region or DEFAULT_REGION,
        source_ip_address=change.source_address or identity.invoked_by or SOURCE,
        user_agent=change.user_agent if requested else identity.invoked_by,
        request_parameters=None
        if change.parameters is None
        else msgspec.json.decode(change.parameters, type=dict[str, Any]),
        additional_event_data=details if requested else msgspec.UNSET,
        request_id=change.change_id.partition("/")[0],
        event_id=_event_id(change),
        resources=resources_of(change, after or before or {}),
        event_type="AwsApiCall" if requested else "AwsServiceEvent",
        service_event_details=msgspec.UNSET if requested else details,
        recipient_account_id=_account(change),
    )


def _record(text: str | None) -> dict[str, Any] | None:
    return None if text is None else msgspec.json.decode(text, type=dict[str, Any])


def _account(change: Change) -> str | None:
    return None if change.account == WHOLE_STORE else change.account


def _caller(change: Change) -> Identity:
    """Return who signed the request. The id of a user is ours, of AWS's form and always the same: we keep none."""
    root = change.principal.endswith(":root")
    account = change.principal.split(":")[4]
    return Identity(
        type="Root" if root else "IAMUser",
        principal_id=account if root else "AIDA" + base64.b32encode(_digest(change.principal)).decode()[:17],
        arn=change.principal,
        account_id=account,
        access_key_id=change.access_key_id,
    )


def _part(change: Change) -> Identity:
    return Identity(account_id=_account(change), invoked_by=_INVOKED_BY.get(change.principal, change.principal))


def _name(action: str) -> str:
    """Return an operation's name as it is, a command's as one word: ``numbers calling-name`` is NumbersCallingName."""
    words = action.replace("-", " ").split()
    return "".join(word[0].upper() + word[1:] for word in words)


def _event_id(change: Change) -> str:
    """Return a UUID that every telling of this change has, and no other change (RFC 9562, version 8: made from a digest)."""
    text = "\n".join((change.account, change.subject, change.changed_at.isoformat(), change.change_id))
    digits = _digest(text).hex()
    return f"{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _details(change: Change, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Details:
    record = change.subject.partition("/")[0]
    if before is None and after is None:
        return Details(change=change.action, record=record)
    old, new = before or {}, after or {}
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name) and name not in _INTERNAL]
    return Details(
        change="Created" if before is None else "Deleted" if after is None else "Updated",
        record=record,
        members=tuple(_camel(name) for name in changed),
        statuses={
            _camel(name): Status(before=old.get(name), after=new.get(name))
            for name in changed
            if name.rpartition("_")[2] == "status"
        },
    )


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
