"""A voice connector as the API shows it."""

from __future__ import annotations

from typing import Any

from dialbook.contract.voice import voice_connectors as voice
from dialbook.domain.moments import iso8601
from dialbook.domain.voice_connectors import VoiceConnector


def view(connector: VoiceConnector) -> voice.VoiceConnector:
    """Return the voice connector as the contract has it."""
    aws_region: Any = connector.aws_region  # one of the contract's, as CreateVoiceConnector takes no other
    return voice.VoiceConnector(
        aws_region=aws_region,
        created_timestamp=iso8601(connector.created_at),
        integration_type=connector.integration_type,
        name=connector.name,
        network_type=connector.network_type,
        outbound_host_name=connector.outbound_host_name,
        require_encryption=connector.require_encryption,
        updated_timestamp=iso8601(connector.updated_at),
        voice_connector_arn=connector.arn,
        voice_connector_id=connector.voice_connector_id,
    )
