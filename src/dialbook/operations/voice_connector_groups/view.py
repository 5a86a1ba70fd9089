"""A voice connector group as the API shows it."""

from __future__ import annotations

from dialbook.contract.voice import voice_connector_groups as voice
from dialbook.domain.moments import iso8601
from dialbook.domain.voice_connectors import VoiceConnectorGroup


def view(group: VoiceConnectorGroup) -> voice.VoiceConnectorGroup:
    """Return the group as the contract has it, its members in the order in which they were given."""
    return voice.VoiceConnectorGroup(
        call_distribution_type=group.call_distribution_type,
        created_timestamp=iso8601(group.created_at),
        name=group.name,
        updated_timestamp=iso8601(group.updated_at),
        voice_connector_group_arn=group.arn,
        voice_connector_group_id=group.voice_connector_group_id,
        voice_connector_items=[
            voice.VoiceConnectorItem(priority=member.priority, voice_connector_id=member.voice_connector_id)
            for member in group.members
        ],
    )
