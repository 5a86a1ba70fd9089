"""Every kind of record that a store holds."""

from __future__ import annotations

from typing import Any

from dialbook.access.keys import AccessKey
from dialbook.access.throttling import Bucket, Limit
from dialbook.domain.configurations import Configuration
from dialbook.domain.history import Change
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.pool import PoolNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.secrets import ServiceKey
from dialbook.domain.settings import AccountSettings
from dialbook.domain.sip import SipMediaApplication, SipRule, SipRuleTarget
from dialbook.domain.snapshots import KeptSnapshot, SnapshotContent
from dialbook.domain.tags import Tag
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup
from dialbook.domain.webhooks import WebhookCursor

KINDS: list[type[Any]] = [
    AccessKey,
    AccountSettings,
    Bucket,
    Change,
    Configuration,
    Ownership,
    PhoneNumber,
    PhoneNumberOrder,
    PoolNumber,
    KeptSnapshot,
    Limit,
    ServiceKey,
    SipMediaApplication,
    SipRule,
    SipRuleTarget,
    SnapshotContent,
    Tag,
    VoiceConnector,
    VoiceConnectorGroup,
    WebhookCursor,
]
