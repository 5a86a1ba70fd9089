"""AssociatePhoneNumbersWithVoiceConnector: associates phone numbers with the specified voice connector."""

from __future__ import annotations

from dialbook.contract.voice.voice_connectors import (
    AssociatePhoneNumbersWithVoiceConnectorRequest,
    AssociatePhoneNumbersWithVoiceConnectorResponse,
)
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.associations import assign_each
from dialbook.operations.batches import refuse_count
from dialbook.operations.context import Context


async def associate_phone_numbers_with_voice_connector(
    request: AssociatePhoneNumbersWithVoiceConnectorRequest, ctx: Context
) -> AssociatePhoneNumbersWithVoiceConnectorResponse:
    """Put each of the phone numbers on one voice connector; with ForceAssociate, from wherever they are."""
    refuse_count("E164PhoneNumbers", request.e164_phone_numbers, ctx)
    connector = await ctx.tx.get(VoiceConnector, (ctx.account, request.voice_connector_id))
    errors = await assign_each(request.e164_phone_numbers, connector.association, bool(request.force_associate), ctx)
    return AssociatePhoneNumbersWithVoiceConnectorResponse(phone_number_errors=errors)
