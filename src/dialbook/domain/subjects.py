"""What a change is about, as AWS would call it: the type and the ARN of a resource."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from dialbook.domain.history import Change
from dialbook.domain.voice_connectors import DEFAULT_REGION

WHOLE_STORE = "*"
"""The account of a change to everything that the store holds, such as a reset."""

_TAGGED = re.compile(r"arn:[^/]*/[^/]*")


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What an event is about. The ARN of a phone number holds the number: without it nobody would know whose life goes on."""

    arn: str = msgspec.field(name="ARN")
    account_id: str = msgspec.field(name="accountId")
    type: str


def resources_of(change: Change, record: dict[str, Any]) -> tuple[Resource, ...]:
    """Return the resource that a change is about; none for a change of the settings of an account, or of the whole store.

    ``record`` is what was changed. Its region is the ARN's where it has one, or else the request's: numbers and orders have none.
    """
    table, _, rest = change.subject.partition("/")
    if table == "tags":
        arn = _TAGGED.match(rest)
        return () if arn is None else (_of_arn(arn[0], change.account),)
    if table not in _NAMED or not rest:
        return ()
    region = record.get("aws_region") or change.region or DEFAULT_REGION
    kind, place = _NAMED[table](rest)
    return (_resource(kind, f"arn:aws:chime:{region}:{change.account}:{place}", change.account),)


def _named(kind: str) -> Callable[[str], tuple[str, str]]:
    return lambda key: (kind, f"{kind}/{key.removeprefix('+')}")


def _configured(key: str) -> tuple[str, str]:
    """Return what a document hangs on: a voice connector or a SIP media application, as the document's kind begins."""
    resource_id, _, document = key.partition("/")
    kind = "sma" if document.startswith("SipMediaApplication") else "vc"
    return kind, f"{kind}/{resource_id}"


_NAMED: dict[str, Callable[[str], tuple[str, str]]] = {
    "phone_numbers": _named("phone-number"),
    "phone_number_orders": _named("phone-number-order"),
    "voice_connectors": _named("vc"),
    "voice_connector_groups": _named("vcg"),
    "sip_media_applications": _named("sma"),
    "sip_rules": _named("sip-rule"),
    "sip_rule_targets": lambda key: ("sip-rule", f"sip-rule/{key.rpartition('/')[2]}"),
    "configurations": _configured,
}
"""How the ARN of a record ends, by its table. AWS publishes those of ``vc`` and ``sma`` (BEHAVIOUR.md 3.9); the others are our choice."""

_TYPES = {
    "phone-number": "AWS::Chime::PhoneNumber",
    "phone-number-order": "AWS::Chime::PhoneNumberOrder",
    "sip-rule": "AWS::Chime::SipRule",
    "sma": "AWS::Chime::SipMediaApplication",
    "vc": "AWS::Chime::VoiceConnector",
    "vcg": "AWS::Chime::VoiceConnectorGroup",
}


def _of_arn(arn: str, account: str) -> Resource:
    return _resource(arn.rpartition(":")[2].partition("/")[0], arn, account)


def _resource(kind: str, arn: str, account: str) -> Resource:
    return Resource(arn=arn, account_id=account, type=_TYPES[kind])
