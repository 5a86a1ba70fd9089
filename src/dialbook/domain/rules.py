"""The switches: what differs between a test bench and the real service, as one value with two presets."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import msgspec


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Durations and restrictions that an installation may choose (BEHAVIOUR.md, sections 5 and 6). None stands for no limit."""

    calling_name_delay: timedelta = timedelta(0)
    """How long an outbound calling name stays pending, a number's own and the account's default. AWS: "can take 72 hours to complete"."""
    calling_name_interval: timedelta = timedelta(0)
    """The least time between two calling names of one number.

    The API names no rule beyond "pending updates must be complete", so the presets have none.
    """
    default_calling_name_interval: timedelta = timedelta(0)
    """The least time between two default calling names of an account.

    AWS: "You can update your default calling name once every seven days".
    """
    acquisition_delay: timedelta = timedelta(0)
    """How long an order is Processing. Clients give up after 25 seconds (BEHAVIOUR.md 6, R10)."""
    deletion_delay: timedelta = timedelta(0)
    """How long a number stays in the deletion queue. AWS: 7 days."""
    phone_number_quota: int | None = None
    """How many numbers an account may have; those in the deletion queue do not count (BEHAVIOUR.md 5, row 25)."""
    voice_connector_quota: int | None = None
    """How many voice connectors an account may have in one region."""
    voice_connector_group_quota: int | None = None
    """How many voice connector groups an account may have."""
    voice_connector_group_size: int | None = None
    """How many voice connectors a group may have."""
    sip_media_application_quota: int | None = None
    """How many SIP media applications an account may have in one region."""
    batch_limit: int = 500
    """How many numbers one request may name: an order, a batch, an association.

    The model has no limit. Our choice: as many as a search returns at most.
    """
    delete_enabled_sip_rules: bool = True
    """Whether a SIP rule can be deleted while it is enabled.

    The model says it must be disabled first, yet published programs delete enabled rules (BEHAVIOUR.md 6, R9).
    """
    business_calling_in_voice: bool = False
    """Whether the newer namespace shows BusinessCalling numbers, which its enum does not know. Our choice: they are invisible there."""


PresetName = Literal["relaxed", "aws"]

PRESETS: dict[PresetName, Rules] = {
    # What a developer wants: the same states, a wait one can sit through, and no quotas.
    "relaxed": Rules(
        calling_name_delay=timedelta(seconds=5),
        acquisition_delay=timedelta(seconds=1),
        deletion_delay=timedelta(minutes=5),
    ),
    # What the documentation says, and for orders what was captured (BEHAVIOUR.md 3.5 and 3.8).
    "aws": Rules(
        calling_name_delay=timedelta(hours=72),
        default_calling_name_interval=timedelta(days=7),
        acquisition_delay=timedelta(seconds=10),
        deletion_delay=timedelta(days=7),
        phone_number_quota=5,
        voice_connector_quota=3,
        voice_connector_group_quota=3,
        voice_connector_group_size=3,
        sip_media_application_quota=30,
    ),
}
