"""GetSipRule: retrieves the details of a SIP rule, such as the rule ID, name, triggers, and target endpoints."""

from __future__ import annotations

from dialbook.contract.voice.sip_rules import GetSipRuleRequest, GetSipRuleResponse
from dialbook.domain.sip import SipRule
from dialbook.operations.context import Context
from dialbook.operations.sip_rules.view import view


async def get_sip_rule(request: GetSipRuleRequest, ctx: Context) -> GetSipRuleResponse:
    """Show one rule."""
    return GetSipRuleResponse(sip_rule=view(await ctx.tx.get(SipRule, (ctx.account, request.sip_rule_id))))
