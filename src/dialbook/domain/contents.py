"""What an inventory consists of: the kinds of records that are taken away and brought back together."""

from __future__ import annotations

from typing import Any

from dialbook.domain.clock import ClockSetting
from dialbook.domain.configurations import Configuration
from dialbook.domain.history import Change
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.pool import PoolNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.settings import AccountSettings
from dialbook.domain.sip import SipMediaApplication, SipRule, SipRuleTarget
from dialbook.domain.tags import Tag
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup

KEPT: tuple[type[Any], ...] = (
    Ownership,
    PhoneNumber,
    PhoneNumberOrder,
    PoolNumber,
    AccountSettings,
    VoiceConnector,
    VoiceConnectorGroup,
    SipMediaApplication,
    SipRule,
    SipRuleTarget,
    Configuration,
    Tag,
    Change,
    ClockSetting,
)
"""All but what belongs to the installation, such as keys, and what tests set beside the inventory, such as faults."""
