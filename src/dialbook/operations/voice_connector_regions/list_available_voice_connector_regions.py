"""ListAvailableVoiceConnectorRegions: lists the AWS regions in which a voice connector can be created."""

from __future__ import annotations

from typing import get_args

from dialbook.contract.voice.shapes import VoiceConnectorAwsRegion
from dialbook.contract.voice.voice_connector_regions import (
    ListAvailableVoiceConnectorRegionsRequest,
    ListAvailableVoiceConnectorRegionsResponse,
)
from dialbook.operations.context import Context


async def list_available_voice_connector_regions(
    request: ListAvailableVoiceConnectorRegionsRequest,  # noqa: ARG001 - every operation is given one
    ctx: Context,  # noqa: ARG001 - they are the same for everybody
) -> ListAvailableVoiceConnectorRegionsResponse:
    """Show the ten regions."""
    return ListAvailableVoiceConnectorRegionsResponse(voice_connector_regions=list(get_args(VoiceConnectorAwsRegion)))
