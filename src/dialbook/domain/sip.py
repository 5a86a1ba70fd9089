"""SIP media applications, and the SIP rules that send calls to them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

TriggerType = Literal["ToPhoneNumber", "RequestUriHostname"]


class SipMediaApplication(msgspec.Struct, frozen=True, kw_only=True):
    """A program that answers calls. Times are UTC with milliseconds."""

    table: ClassVar[str] = "sip_media_applications"
    key: ClassVar[tuple[str, ...]] = ("account", "sip_media_application_id")
    noun: ClassVar[str] = "SIP media application"

    account: str
    sip_media_application_id: str
    """A GUID in lower case."""
    name: str
    aws_region: str
    lambda_arn: str
    """Its one endpoint: a Lambda function of its region."""
    created_at: datetime
    updated_at: datetime

    @property
    def arn(self) -> str:
        """Return the ARN (BEHAVIOUR.md 3.9)."""
        return f"arn:aws:chime:{self.aws_region}:{self.account}:sma/{self.sip_media_application_id}"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """An application that a rule sends calls to."""

    sip_media_application_id: str
    priority: int | None = None
    aws_region: str | None = None


class SipRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule: calls to this number, or to this host, go to these applications."""

    table: ClassVar[str] = "sip_rules"
    key: ClassVar[tuple[str, ...]] = ("account", "sip_rule_id")
    noun: ClassVar[str] = "SIP rule"

    account: str
    sip_rule_id: str
    """A GUID in lower case."""
    name: str
    disabled: bool = False
    trigger_type: TriggerType
    trigger_value: str
    """The number in E.164 with its plus sign, or the outbound host name of a voice connector."""
    targets: tuple[Target, ...]
    created_at: datetime
    updated_at: datetime


class SipRuleTarget(msgspec.Struct, frozen=True, kw_only=True):
    """That a rule targets an application: by these an application's rules are found, and whether one of them is enabled.

    A rule has one for each of its targets, always: `dialbook.operations.sip_targets` writes them together.
    """

    table: ClassVar[str] = "sip_rule_targets"
    key: ClassVar[tuple[str, ...]] = ("account", "sip_media_application_id", "sip_rule_id")
    noun: ClassVar[str] = "target of a SIP rule"

    account: str
    sip_media_application_id: str
    sip_rule_id: str
    disabled: bool
    """Whether the rule is."""
    created_at: datetime
    """When the rule was."""


def target_records(rule: SipRule) -> list[SipRuleTarget]:
    """Return the records by which the applications of a rule find it."""
    return [
        SipRuleTarget(
            account=rule.account,
            sip_media_application_id=target.sip_media_application_id,
            sip_rule_id=rule.sip_rule_id,
            disabled=rule.disabled,
            created_at=rule.created_at,
        )
        for target in rule.targets
    ]
