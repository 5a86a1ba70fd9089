"""The voice connector regions family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from msgspec import Struct

from dialbook.contract.model import Operation
from dialbook.contract.voice.errors import (
    USUAL,
)
from dialbook.contract.voice.shapes import (
    VoiceConnectorAwsRegion,
)


class ListAvailableVoiceConnectorRegionsRequest(Struct, frozen=True, kw_only=True):
    """The request of ListAvailableVoiceConnectorRegions."""


class ListAvailableVoiceConnectorRegionsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListAvailableVoiceConnectorRegions."""

    voice_connector_regions: list[VoiceConnectorAwsRegion] | None = None


OPERATIONS = (
    # Lists the available AWS Regions in which you can create an Amazon Chime SDK Voice Connector.
    Operation(
        name="ListAvailableVoiceConnectorRegions",
        method="GET",
        path=("voice-connector-regions",),
        literal_query=(),
        status=200,
        request=ListAvailableVoiceConnectorRegionsRequest,
        response=ListAvailableVoiceConnectorRegionsResponse,
        query=(),
        body=(),
        errors=(*USUAL,),
    ),
)
