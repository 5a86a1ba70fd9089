"""AssociatePhoneNumbersWithVoiceConnectorGroup: associates phone numbers with the specified voice connector group."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_groups import (
    AssociatePhoneNumbersWithVoiceConnectorGroupRequest,
    AssociatePhoneNumbersWithVoiceConnectorGroupResponse,
)
from dialbook.domain.voice_connectors import VoiceConnectorGroup
from dialbook.operations.associations import assign_each
from dialbook.operations.batches import refuse_count
from dialbook.operations.context import Context


async def associate_phone_numbers_with_voice_connector_group(
    request: AssociatePhoneNumbersWithVoiceConnectorGroupRequest, ctx: Context
) -> AssociatePhoneNumbersWithVoiceConnectorGroupResponse:
    """Put each of the phone numbers on one group; with ForceAssociate, from wherever they are."""
    refuse_count("E164PhoneNumbers", request.e164_phone_numbers, ctx)
    group = await ctx.tx.get(VoiceConnectorGroup, (ctx.account, request.voice_connector_group_id))
    errors = await assign_each(request.e164_phone_numbers, group.association, bool(request.force_associate), ctx)
    return AssociatePhoneNumbersWithVoiceConnectorGroupResponse(phone_number_errors=errors)
