"""SIP rules, what they are for, and where they send calls to."""

from __future__ import annotations

from dialbook.domain.invariants.findings import At, Finding, One, Steps, Two
from dialbook.domain.life import associate
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.sip import SipMediaApplication, SipRule, SipRuleTarget, target_records
from dialbook.domain.voice_connectors import VoiceConnector


def of_rule(rule: SipRule, at: At) -> Steps:
    """A rule alone is for its number or host, which exists, and so do the applications of one that is enabled."""
    rules = yield Two(SipRule, {"account": rule.account, "trigger_value": rule.trigger_value})
    alone = len(rules) < 2
    found = [] if alone else [Finding(says="another rule is for the same TriggerValue")]
    found += yield from (_for_number(rule, alone, at) if rule.trigger_type == "ToPhoneNumber" else _for_host(rule))
    found += yield from _found_by_targets(rule)
    found += yield from _reaching(rule)
    return found


def of_target(target: SipRuleTarget, _: At) -> Steps:
    """What an application is found to be a target of is a rule that has it as one."""
    rule: SipRule | None = yield One(SipRule, (target.account, target.sip_rule_id))
    if rule is not None and target.sip_media_application_id in _application_ids(rule):
        return []
    return [Finding(says="its rule does not have it", mended="it is removed", removes=(target,))]


def _for_number(rule: SipRule, alone: bool, at: At) -> Steps:
    number: PhoneNumber | None = yield One(PhoneNumber, (rule.account, rule.trigger_value))
    if number is None:
        return [Finding(says="its number is not in the inventory")]
    if (number.association_name, number.association_value) == ("SipRuleId", rule.sip_rule_id):
        return []
    says = "its number is not assigned to it"
    if number.status != "Unassigned" or number.product_type != "SipMediaApplicationDialIn" or not alone:
        return [Finding(says=says)]
    assigned = associate(number, "SipRuleId", rule.sip_rule_id, at.now)
    return [Finding(says=says, mended="the number is assigned to it", puts=(assigned,))]


def _for_host(rule: SipRule) -> Steps:
    connector_id = rule.trigger_value.partition(".")[0]
    connector: VoiceConnector | None = yield One(VoiceConnector, (rule.account, connector_id))
    if connector is not None and connector.outbound_host_name == rule.trigger_value:
        return []
    return [Finding(says="the voice connector of its host does not exist")]


def _found_by_targets(rule: SipRule) -> Steps:
    due = target_records(rule)
    for one in due:
        if (yield One(SipRuleTarget, (one.account, one.sip_media_application_id, one.sip_rule_id))) != one:
            return [Finding(says="its applications do not find it", mended="they find it", puts=tuple(due))]
    return []


def _reaching(rule: SipRule) -> Steps:
    for application_id in () if rule.disabled else _application_ids(rule):
        if (yield One(SipMediaApplication, (rule.account, application_id))) is None:
            return [Finding(says="it is enabled, and one of its applications does not exist")]
    return []


def _application_ids(rule: SipRule) -> list[str]:
    return [target.sip_media_application_id for target in rule.targets]
