"""DeleteVoiceConnector: deletes a voice connector, from which any phone numbers must be disassociated before."""

from __future__ import annotations

from dialbook.contract.voice.voice_connectors import DeleteVoiceConnectorRequest
from dialbook.domain.refusal import Refusal
from dialbook.domain.sip import SipRule
from dialbook.domain.voice_connectors import VoiceConnector, refuse_member
from dialbook.operations.associations import has_numbers
from dialbook.operations.context import Context
from dialbook.operations.documents import discard_all
from dialbook.operations.tagging import untag


async def delete_voice_connector(request: DeleteVoiceConnectorRequest, ctx: Context) -> None:
    """Delete one voice connector with its tags and its documents, unless something needs it still."""
    connector = await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    if await has_numbers(connector.association, ctx):
        raise Refusal("Conflict", "The voice connector's phone numbers must be disassociated before it can be deleted.")
    refuse_member(connector)
    await refuse_called_by_rule(connector, ctx)
    await untag(connector.arn, ctx)
    await discard_all(connector.voice_connector_id, ctx)
    await ctx.tx.remove(connector)


async def refuse_called_by_rule(connector: VoiceConnector, ctx: Context) -> None:
    """Refuse while a SIP rule is about calls to its outbound host. Our choice: such a rule could never act again."""
    where = {"account": ctx.account, "trigger_value": connector.outbound_host_name}
    if await ctx.tx.page(SipRule, where, None, 1):
        raise Refusal(
            "Conflict", "The SIP rule that names the voice connector's outbound host must be deleted before it."
        )
