"""DeleteSipRule: deletes a SIP rule.

Differs from AWS: an enabled rule can be deleted, unless the rules say otherwise.
"""

from __future__ import annotations

from dialbook.contract.voice.sip_rules import DeleteSipRuleRequest
from dialbook.domain.sip import SipRule
from dialbook.domain.sip_rules import refuse_enabled
from dialbook.operations.context import Context
from dialbook.operations.sip_targets import discard
from dialbook.operations.sip_triggers import free


async def delete_sip_rule(request: DeleteSipRuleRequest, ctx: Context) -> None:
    """Delete a rule; its number is free at once (BEHAVIOUR.md 6, R3)."""
    rule = await ctx.tx.get(SipRule, (ctx.account, request.sip_rule_id))
    refuse_enabled(rule, ctx.rules)
    await free(rule, ctx)
    await discard(rule, ctx)
