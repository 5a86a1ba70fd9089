"""What a SIP rule is for: a number of the inventory, or the outbound host of a voice connector."""

from __future__ import annotations

from dialbook.domain import life
from dialbook.domain.numbering import e164_of
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.sip import SipRule, TriggerType
from dialbook.domain.sip_rules import refuse_unfit_number
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context


async def trigger_of(kind: TriggerType, given: str, ctx: Context) -> str:
    """Return the number in E.164, or the host in lower case, that a new rule is to be for.

    What the account does not have is BadRequest, because NotFound is not modelled. Our choice: what has a rule already is Conflict,
    as "one number or host per rule" is a state and not a mistake in the request.
    """
    value = await _number(given, ctx) if kind == "ToPhoneNumber" else await _host(given, ctx)
    if await ctx.tx.page(SipRule, {"account": ctx.account, "trigger_value": value}, None, 1):
        raise Refusal("Conflict", "A SIP rule with this TriggerValue exists already.")
    return value


async def assign(rule: SipRule, ctx: Context) -> None:
    """Assign the number, where the rule is for one, to the rule (BEHAVIOUR.md 6, R3)."""
    if rule.trigger_type == "ToPhoneNumber":
        number = await ctx.tx.get(PhoneNumber, (ctx.account, rule.trigger_value))
        await ctx.tx.put(life.associate(number, "SipRuleId", rule.sip_rule_id, ctx.now))


async def free(rule: SipRule, ctx: Context) -> None:
    """Make the number free that the rule was for."""
    number = await ctx.tx.look(PhoneNumber, (ctx.account, rule.trigger_value))
    if number is not None and number.association_value == rule.sip_rule_id:
        await ctx.tx.put(life.disassociate(number, ctx.now))


async def _number(given: str, ctx: Context) -> str:
    try:
        number = await ctx.phone_number(given)
    except Refusal:
        raise Refusal("BadRequest", "TriggerValue must be a phone number of the account.") from None
    refuse_unfit_number(number)
    return e164_of(given)


async def _host(given: str, ctx: Context) -> str:
    host = given.lower()  # RFC 3986: the case of a host does not matter
    connector = await ctx.tx.look(VoiceConnector, (ctx.account, host.partition(".")[0]))
    if connector is None or connector.outbound_host_name != host:
        raise Refusal("BadRequest", "TriggerValue must be the outbound host name of a voice connector of the account.")
    return host
