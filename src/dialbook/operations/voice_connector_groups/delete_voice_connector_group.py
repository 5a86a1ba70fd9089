"""DeleteVoiceConnectorGroup: deletes a group, from which any voice connectors and phone numbers must be removed before."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_groups import DeleteVoiceConnectorGroupRequest
from dialbook.domain.refusal import Refusal
from dialbook.domain.voice_connectors import VoiceConnectorGroup
from dialbook.operations.associations import has_numbers
from dialbook.operations.context import Context


async def delete_voice_connector_group(request: DeleteVoiceConnectorGroupRequest, ctx: Context) -> None:
    """Delete one group that has neither members nor phone numbers."""
    group = await ctx.tx.get(VoiceConnectorGroup, (ctx.account, request.voice_connector_group_id))
    if group.members:
        raise Refusal(
            "Conflict", "The voice connector group's VoiceConnectorItems must be removed before it can be deleted."
        )
    if await has_numbers(group.association, ctx):
        raise Refusal(
            "Conflict", "The voice connector group's phone numbers must be disassociated before it can be deleted."
        )
    await ctx.tx.remove(group)
