"""The switches: what differs between a test bench and the real service, as one value with two presets."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import msgspec


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Durations and restrictions that an installation may choose (BEHAVIOUR.md, sections 5 and 6)."""

    calling_name_delay: timedelta
    """How long an outbound calling name stays pending. AWS: "can take 72 hours to complete"."""
    calling_name_interval: timedelta = timedelta(0)
    """The least time between two calling names of one number.

    The API names no rule beyond "pending updates must be complete", so the presets have none.
    """
    business_calling_in_voice: bool = False
    """Whether the newer namespace shows BusinessCalling numbers, which its enum does not know. Our choice: they are invisible there."""


PresetName = Literal["relaxed", "aws"]

PRESETS: dict[PresetName, Rules] = {
    # What a developer wants: the same states, a wait one can sit through.
    "relaxed": Rules(calling_name_delay=timedelta(seconds=5)),
    # What the documentation says.
    "aws": Rules(calling_name_delay=timedelta(hours=72)),
}
