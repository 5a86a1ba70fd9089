"""DisassociatePhoneNumbersFromVoiceConnectorGroup: disassociates the specified phone numbers from the specified group."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_groups import (
    DisassociatePhoneNumbersFromVoiceConnectorGroupRequest,
    DisassociatePhoneNumbersFromVoiceConnectorGroupResponse,
)
from dialbook.domain.voice_connectors import VoiceConnectorGroup
from dialbook.operations.associations import unassign_each
from dialbook.operations.batches import refuse_count
from dialbook.operations.context import Context


async def disassociate_phone_numbers_from_voice_connector_group(
    request: DisassociatePhoneNumbersFromVoiceConnectorGroupRequest, ctx: Context
) -> DisassociatePhoneNumbersFromVoiceConnectorGroupResponse:
    """Take each of the phone numbers off one group."""
    refuse_count("E164PhoneNumbers", request.e164_phone_numbers, ctx)
    group = await ctx.tx.get(VoiceConnectorGroup, (ctx.account, request.voice_connector_group_id))
    errors = await unassign_each(request.e164_phone_numbers, group.association, ctx)
    return DisassociatePhoneNumbersFromVoiceConnectorGroupResponse(phone_number_errors=errors)
