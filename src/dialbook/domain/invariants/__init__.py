"""What holds of every inventory between any two operations, and what is the one right answer where it does not.

Each rule looks at one record. It is a generator that asks for the records it depends on, is sent what is there, and returns what it has
found: so it is a pure function, whoever looks the records up. It takes records as they are stored: what time has done to them may not be
written down yet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialbook.domain.configurations import Configuration
from dialbook.domain.invariants import numbers, orders, resources, sip
from dialbook.domain.invariants.findings import At, Steps
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.sip import SipRule, SipRuleTarget
from dialbook.domain.tags import Tag
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup

INVARIANTS: dict[type[Any], Callable[[Any, At], Steps]] = {
    PhoneNumber: numbers.of_number,
    Ownership: numbers.of_ownership,
    PhoneNumberOrder: orders.of_order,
    SipRule: sip.of_rule,
    SipRuleTarget: sip.of_target,
    VoiceConnectorGroup: resources.of_group,
    VoiceConnector: resources.of_connector,
    Configuration: resources.of_configuration,
    Tag: resources.of_tag,
}
"""The rule of each kind of record. Their order matters where things are mended: a number that lacks its owner is given to its account
before an owner without a number loses it, and leaves a rule that is gone before a rule is given its number.
"""
