"""DisassociatePhoneNumbersFromVoiceConnector: disassociates the specified phone numbers from the specified voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connectors import (
    DisassociatePhoneNumbersFromVoiceConnectorRequest,
    DisassociatePhoneNumbersFromVoiceConnectorResponse,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.associations import unassign_each
from dialbook.operations.batches import refuse_count
from dialbook.operations.context import Context


async def disassociate_phone_numbers_from_voice_connector(
    request: DisassociatePhoneNumbersFromVoiceConnectorRequest, ctx: Context
) -> DisassociatePhoneNumbersFromVoiceConnectorResponse:
    """Take each of the phone numbers off one voice connector."""
    refuse_count("E164PhoneNumbers", request.e164_phone_numbers, ctx)
    connector = await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    errors = await unassign_each(request.e164_phone_numbers, connector.association, ctx)
    return DisassociatePhoneNumbersFromVoiceConnectorResponse(phone_number_errors=errors)
