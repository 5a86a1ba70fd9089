"""ListVoiceConnectors: lists the voice connectors of the account.

Differs from AWS: those of all regions are listed.
"""

from __future__ import annotations

from dialbook.contract.voice.voice_connectors import ListVoiceConnectorsRequest, ListVoiceConnectorsResponse
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.paging import page
from dialbook.operations.voice_connectors.view import view


async def list_voice_connectors(request: ListVoiceConnectorsRequest, ctx: Context) -> ListVoiceConnectorsResponse:
    """Show a page of the account's voice connectors, of all regions."""
    connectors, next_token = await page(ctx, request, VoiceConnector, {})
    return ListVoiceConnectorsResponse(
        next_token=next_token, voice_connectors=[view(connector) for connector in connectors]
    )
