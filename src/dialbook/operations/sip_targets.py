"""Which rules send calls to which applications: a rule and the records by which an application finds it are written together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialbook.contract.voice.sip_rules import SipRuleTargetApplication
from dialbook.domain import sip_rules
from dialbook.domain.sip import SipMediaApplication, SipRule, SipRuleTarget, Target, target_records
from dialbook.operations.context import Context
from dialbook.ports.store import AnyOf, Value


async def new_targets(given: Sequence[SipRuleTargetApplication], ctx: Context) -> tuple[Target, ...]:
    """Return the targets that a request gives a rule. Raises Refusal BadRequest."""
    wanted = [
        sip_rules.Wanted(
            sip_media_application_id=one.sip_media_application_id, priority=one.priority, aws_region=one.aws_region
        )
        for one in given
    ]
    return sip_rules.targets_of(wanted, await _applications([one.sip_media_application_id for one in given], ctx))


async def refuse_missing(rule: SipRule, ctx: Context) -> None:
    """Refuse to enable a rule of whose applications one was deleted meanwhile. Raises Refusal BadRequest."""
    found = await _applications([target.sip_media_application_id for target in rule.targets], ctx)
    sip_rules.refuse_missing(rule.targets, found)


async def rules_of(targets: Sequence[SipRuleTarget], ctx: Context) -> list[SipRule]:
    """Return the rules that these are targets of. In a read one may be deleted before it is come to."""
    rules = [await ctx.tx.look(SipRule, (ctx.account, target.sip_rule_id)) for target in targets]
    return [rule for rule in rules if rule is not None]


async def has_enabled_rule(application: SipMediaApplication, ctx: Context) -> bool:
    """Tell whether an enabled rule sends calls to the application."""
    where: dict[str, Value | AnyOf] = {
        "account": ctx.account,
        "sip_media_application_id": application.sip_media_application_id,
        "disabled": False,
    }
    return bool(await ctx.tx.page(SipRuleTarget, where, None, 1, ("created_at", "sip_rule_id")))


async def keep(rule: SipRule, ctx: Context, before: SipRule | None = None) -> None:
    """Write a rule, in the place of what it was before."""
    await ctx.tx.put(rule)
    targets = target_records(rule)
    for had in target_records(before) if before else ():
        if had.sip_media_application_id not in {target.sip_media_application_id for target in targets}:
            await ctx.tx.remove(had)
    for target in targets:
        await ctx.tx.put(target)


async def discard(rule: SipRule, ctx: Context) -> None:
    """Delete a rule."""
    for target in target_records(rule):
        await ctx.tx.remove(target)
    await ctx.tx.remove(rule)


async def _applications(ids: Iterable[str | None], ctx: Context) -> dict[str, SipMediaApplication]:
    """Return those that the account has, by their ids. They are read in the order of these, so that no two writes wait for each other."""
    wanted = sorted({one for one in ids if one is not None})
    found = [await ctx.tx.look(SipMediaApplication, (ctx.account, one)) for one in wanted]
    return {application.sip_media_application_id: application for application in found if application is not None}
