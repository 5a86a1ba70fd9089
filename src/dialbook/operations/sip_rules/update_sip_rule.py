"""UpdateSipRule: updates the details of the specified SIP rule."""

from __future__ import annotations

from dialbook.contract.voice.sip_rules import UpdateSipRuleRequest, UpdateSipRuleResponse
from dialbook.domain.sip import SipRule
from dialbook.domain.sip_rules import revise
from dialbook.operations.context import Context
from dialbook.operations.sip_rules.view import view
from dialbook.operations.sip_targets import keep, new_targets, refuse_missing


async def update_sip_rule(request: UpdateSipRuleRequest, ctx: Context) -> UpdateSipRuleResponse:
    """Rename a rule, enable or disable it, and give it other targets; what is not given stays (BEHAVIOUR.md 3.7)."""
    rule = await ctx.tx.get(SipRule, (ctx.account, request.sip_rule_id))
    wanted = request.target_applications
    revised = revise(rule, request.name, request.disabled, await new_targets(wanted, ctx) if wanted else None, ctx.now)
    if rule.disabled and not revised.disabled:
        await refuse_missing(revised, ctx)
    await keep(revised, ctx, before=rule)
    return UpdateSipRuleResponse(sip_rule=view(revised))
