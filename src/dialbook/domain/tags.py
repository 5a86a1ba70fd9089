"""Tags on resources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

import msgspec

from dialbook.domain.refusal import Refusal
from dialbook.domain.sip import SipMediaApplication
from dialbook.domain.voice_connectors import VoiceConnector


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """One tag of one resource."""

    table: ClassVar[str] = "tags"
    key: ClassVar[tuple[str, ...]] = ("account", "resource_arn", "tag_key")
    noun: ClassVar[str] = "tag"

    account: str
    resource_arn: str
    tag_key: str
    tag_value: str


ARN = re.compile(r"arn:aws:chime:[^:]+:[^:]+:(vc|sma)/([^:/]+)")
TAGGABLE: dict[str, type[VoiceConnector | SipMediaApplication]] = {"sma": SipMediaApplication, "vc": VoiceConnector}
"""What can have tags, by what its ARN calls it (BEHAVIOUR.md 3.9). Nothing says that phone numbers can."""


def resource_of(arn: str) -> tuple[type[VoiceConnector | SipMediaApplication], str] | None:
    """Return the kind and the id of what an ARN may name, None where that cannot have tags. Whose it is only the record knows."""
    found = ARN.fullmatch(arn)
    return (TAGGABLE[found[1]], found[2]) if found else None


def refuse_unfit_keys(keys: Iterable[str]) -> None:
    """Refuse keys of which one is given twice or belongs to AWS. Raises Refusal BadRequest.

    Of tags in general AWS says: the "aws:" prefix is reserved, in upper and lower case.
    """
    given = list(keys)
    if len(set(given)) < len(given):
        raise Refusal("BadRequest", "Tags must not name a key twice.")
    if any(key.lower().startswith("aws:") for key in given):
        raise Refusal("BadRequest", "Tags must not have a key that begins with aws:, which is reserved.")
