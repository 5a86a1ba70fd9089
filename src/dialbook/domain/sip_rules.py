"""What may be said of a SIP rule: which number or host it is for, and which applications it sends calls to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules
from dialbook.domain.sip import SipMediaApplication, SipRule, Target


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A target as a request gives it; the model lets every member be left out."""

    sip_media_application_id: str | None = None
    priority: int | None = None
    aws_region: str | None = None


def targets_of(wanted: Sequence[Wanted], applications: Mapping[str, SipMediaApplication]) -> tuple[Target, ...]:
    """Return the targets of a rule; ``applications`` are those of the account, by their ids. Raises Refusal BadRequest.

    "Only one SIP application per AWS Region can be used." Our choices: an application that does not exist is BadRequest, for NotFound
    is not modelled where a rule is created and means the rule itself where one is updated; the AwsRegion may be left out
    (BEHAVIOUR.md 6, R14) and is the application's then, which it must be anyway; priorities need not differ.
    """
    targets = tuple(_target(one, applications) for one in wanted)
    if len({target.aws_region for target in targets}) < len(targets):
        raise Refusal("BadRequest", "TargetApplications must have at most 1 SIP media application for each AWS Region.")
    return targets


def _target(wanted: Wanted, applications: Mapping[str, SipMediaApplication]) -> Target:
    if wanted.sip_media_application_id is None:
        raise Refusal("BadRequest", "Each of the TargetApplications must have a SipMediaApplicationId.")
    application = applications.get(wanted.sip_media_application_id)
    if application is None:
        raise Refusal("BadRequest", "Each of the TargetApplications must be a SIP media application of the account.")
    if wanted.aws_region not in (None, application.aws_region):
        raise Refusal("BadRequest", "The AwsRegion of each of the TargetApplications must be its application's.")
    return Target(
        sip_media_application_id=application.sip_media_application_id,
        priority=wanted.priority,
        aws_region=application.aws_region,
    )


def refuse_missing(targets: Sequence[Target], applications: Mapping[str, SipMediaApplication]) -> None:
    """Refuse targets of which one was deleted, as can happen to a rule while it is disabled. Raises Refusal BadRequest."""
    if any(target.sip_media_application_id not in applications for target in targets):
        raise Refusal("BadRequest", "A SIP rule whose TargetApplications were deleted cannot be enabled.")


def refuse_unfit_number(number: PhoneNumber) -> None:
    """Refuse a number that a rule cannot be for: it must have the product type SipMediaApplicationDialIn (BEHAVIOUR.md 3.6)."""
    if number.product_type != "SipMediaApplicationDialIn":
        raise Refusal("BadRequest", "TriggerValue must be a phone number with product type SipMediaApplicationDialIn.")


def revise(
    rule: SipRule, name: str, disabled: bool | None, targets: tuple[Target, ...] | None, now: datetime
) -> SipRule:
    """Give the rule another name and, where they are given, another state and other targets.

    What it is for stays: UpdateSipRule has no trigger. Our choice: a disabled rule still holds its number.
    """
    return msgspec.structs.replace(
        rule,
        name=name,
        disabled=rule.disabled if disabled is None else disabled,
        targets=rule.targets if targets is None else targets,
        updated_at=now,
    )


def refuse_enabled(rule: SipRule, rules: Rules) -> None:
    """Refuse to delete an enabled rule, unless the installation lets that be (BEHAVIOUR.md 6, R9). Raises Refusal Conflict.

    "You must disable a rule before you can delete it."
    """
    if not rule.disabled and not rules.delete_enabled_sip_rules:
        raise Refusal("Conflict", "The SIP rule must be disabled before it can be deleted.")
