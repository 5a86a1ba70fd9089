"""All the operations of chime-sdk-voice by name.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from dialbook.contract.model import Contract
from dialbook.contract.voice import (
    emergency_calling,
    phone_number_countries,
    phone_number_orders,
    phone_numbers,
    proxy_sessions,
    search,
    settings,
    sip_media_applications,
    sip_rules,
    speaker_search_tasks,
    tags,
    voice_connector_configuration,
    voice_connector_groups,
    voice_connector_regions,
    voice_connector_termination,
    voice_connectors,
    voice_profile_domains,
    voice_profiles,
    voice_tone_analysis_tasks,
)

CONTRACT = Contract(
    namespace="chime-sdk-voice",
    operations={
        operation.name: operation
        for operation in (
            *emergency_calling.OPERATIONS,
            *phone_number_countries.OPERATIONS,
            *phone_number_orders.OPERATIONS,
            *phone_numbers.OPERATIONS,
            *proxy_sessions.OPERATIONS,
            *search.OPERATIONS,
            *settings.OPERATIONS,
            *sip_media_applications.OPERATIONS,
            *sip_rules.OPERATIONS,
            *speaker_search_tasks.OPERATIONS,
            *tags.OPERATIONS,
            *voice_connector_configuration.OPERATIONS,
            *voice_connector_groups.OPERATIONS,
            *voice_connector_regions.OPERATIONS,
            *voice_connector_termination.OPERATIONS,
            *voice_connectors.OPERATIONS,
            *voice_profile_domains.OPERATIONS,
            *voice_profiles.OPERATIONS,
            *voice_tone_analysis_tasks.OPERATIONS,
        )
    },
)
