"""CreateSipRule: creates a SIP rule, which can be used to run a SIP media application as a target for a specific trigger type.

Differs from AWS: no calls arrive.
"""

from __future__ import annotations

from dialbook.contract.voice.sip_rules import CreateSipRuleRequest, CreateSipRuleResponse
from dialbook.domain.sip import SipRule
from dialbook.operations.context import Context
from dialbook.operations.sip_rules.view import view
from dialbook.operations.sip_targets import keep, new_targets
from dialbook.operations.sip_triggers import assign, trigger_of


async def create_sip_rule(request: CreateSipRuleRequest, ctx: Context) -> CreateSipRuleResponse:
    """Create a rule for a number, which is assigned to it from then on, or for a host."""
    rule = SipRule(
        account=ctx.account,
        sip_rule_id=ctx.ids.guid(),
        name=request.name,
        disabled=bool(request.disabled),
        trigger_type=request.trigger_type,
        trigger_value=await trigger_of(request.trigger_type, request.trigger_value, ctx),
        targets=await new_targets(request.target_applications, ctx),
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    await assign(rule, ctx)
    await keep(rule, ctx)
    return CreateSipRuleResponse(sip_rule=view(rule))
