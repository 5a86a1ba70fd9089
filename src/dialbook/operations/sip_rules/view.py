"""A SIP rule as the API shows it."""

from __future__ import annotations

from dialbook.contract.voice import sip_rules as voice
from dialbook.domain.moments import iso8601
from dialbook.domain.sip import SipRule


def view(rule: SipRule) -> voice.SipRule:
    """Return the rule as the contract has it."""
    return voice.SipRule(
        created_timestamp=iso8601(rule.created_at),
        disabled=rule.disabled,
        name=rule.name,
        sip_rule_id=rule.sip_rule_id,
        target_applications=[
            voice.SipRuleTargetApplication(
                aws_region=target.aws_region,
                priority=target.priority,
                sip_media_application_id=target.sip_media_application_id,
            )
            for target in rule.targets
        ],
        trigger_type=rule.trigger_type,
        trigger_value=rule.trigger_value,
        updated_timestamp=iso8601(rule.updated_at),
    )
