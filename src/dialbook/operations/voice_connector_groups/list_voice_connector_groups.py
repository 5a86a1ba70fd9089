"""ListVoiceConnectorGroups: lists the voice connector groups of the account."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_groups import (
    ListVoiceConnectorGroupsRequest,
    ListVoiceConnectorGroupsResponse,
)
from dialbook.domain.voice_connectors import VoiceConnectorGroup
from dialbook.operations.context import Context
from dialbook.operations.paging import page
from dialbook.operations.voice_connector_groups.view import view


async def list_voice_connector_groups(
    request: ListVoiceConnectorGroupsRequest, ctx: Context
) -> ListVoiceConnectorGroupsResponse:
    """Show a page of the account's groups."""
    groups, next_token = await page(ctx, request, VoiceConnectorGroup, {})
    return ListVoiceConnectorGroupsResponse(
        next_token=next_token, voice_connector_groups=[view(group) for group in groups]
    )
