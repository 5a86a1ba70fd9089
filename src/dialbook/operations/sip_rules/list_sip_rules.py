"""ListSipRules: lists the SIP rules of the account, or of those the ones that target a SIP media application.

Differs from AWS: those of all regions are listed.
"""

from __future__ import annotations

from dialbook.contract.voice.sip_rules import ListSipRulesRequest, ListSipRulesResponse
from dialbook.domain.sip import SipRule, SipRuleTarget
from dialbook.operations.context import Context
from dialbook.operations.paging import page
from dialbook.operations.sip_rules.view import view
from dialbook.operations.sip_targets import rules_of
from dialbook.ports.store import AnyOf, Value


async def list_sip_rules(request: ListSipRulesRequest, ctx: Context) -> ListSipRulesResponse:
    """Show a page of rules. An application that no rule targets has none (BEHAVIOUR.md 5, row 31), whether or not it exists."""
    if request.sip_media_application_id is None:
        rules, next_token = await page(ctx, request, SipRule, {})
    else:
        where: dict[str, Value | AnyOf] = {
            "sip_media_application_id": request.sip_media_application_id,
            "disabled": AnyOf((False, True)),
        }
        targets, next_token = await page(ctx, request, SipRuleTarget, where)
        rules = await rules_of(targets, ctx)
    return ListSipRulesResponse(next_token=next_token, sip_rules=[view(rule) for rule in rules])
