"""The switches: what differs between a test bench and the real service, as one value with two presets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Switch = timedelta | int | bool | None
"""What a switch may be set to."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Durations and restrictions that an installation may choose (BEHAVIOUR.md, sections 5 and 6). None stands for no limit.

    Each is also an option of ``dialbook serve``, which says of it what its description says.
    """

    calling_name_delay: Annotated[
        timedelta,
        Meta(description="How long an outbound calling name stays pending, a number's own and the account's default."),
    ] = timedelta(0)
    """AWS: "can take 72 hours to complete"."""
    calling_name_interval: Annotated[
        timedelta, Meta(description="The least time between two calling names of one number.")
    ] = timedelta(0)
    """The API names no rule beyond "pending updates must be complete", so the presets have none."""
    default_calling_name_interval: Annotated[
        timedelta, Meta(description="The least time between two default calling names of an account.")
    ] = timedelta(0)
    """AWS: "You can update your default calling name once every seven days"."""
    acquisition_delay: Annotated[timedelta, Meta(description="How long an order is Processing.")] = timedelta(0)
    """Clients give up after 25 seconds (BEHAVIOUR.md 6, R10)."""
    deletion_delay: Annotated[timedelta, Meta(description="How long a number stays in the deletion queue.")] = (
        timedelta(0)
    )
    """AWS: 7 days."""
    phone_number_quota: Annotated[
        int | None,
        Meta(description="How many numbers an account may have; those in the deletion queue do not count."),
    ] = None
    """BEHAVIOUR.md 5, row 25."""
    voice_connector_quota: Annotated[
        int | None, Meta(description="How many voice connectors an account may have in one region.")
    ] = None
    voice_connector_group_quota: Annotated[
        int | None, Meta(description="How many voice connector groups an account may have.")
    ] = None
    voice_connector_group_size: Annotated[
        int | None, Meta(description="How many voice connectors a group may have.")
    ] = None
    sip_media_application_quota: Annotated[
        int | None, Meta(description="How many SIP media applications an account may have in one region.")
    ] = None
    batch_limit: Annotated[
        int, Meta(description="How many numbers one request may name: an order, a batch, an association.")
    ] = 500
    """The model has no limit. Our choice: as many as a search returns at most."""
    carrier_pool_size: Annotated[
        int,
        Meta(
            description="How many numbers of the simulated carrier a search finds, at most 9996: in the U.S. of each area code, city and "
            "toll-free prefix, elsewhere of each country and type.",
            le=9996,
        ),
    ] = 1000
    """Our choice, but for the bound: so many numbers of a prefix can be found. Orders may name any other number too."""
    carrier_seed: Annotated[int, Meta(description="Which numbers the simulated carrier has, and in which order.")] = 1
    delete_enabled_sip_rules: Annotated[
        bool, Meta(description="Whether a SIP rule can be deleted while it is enabled.")
    ] = True
    """The model says it must be disabled first, yet published programs delete enabled rules (BEHAVIOUR.md 6, R9)."""
    request_rate: Annotated[
        int | None,
        Meta(description="How many requests per second an account may make for each operation; more are throttled."),
    ] = None
    request_burst: Annotated[
        int, Meta(description="How many requests for an operation may come at once where their rate is limited.")
    ] = 20
    """What has not come for a while may come at once, up to so many: the size of the token bucket."""
    business_calling_in_voice: Annotated[
        bool, Meta(description="Whether the newer namespace shows BusinessCalling numbers.")
    ] = False
    """Its enum does not know them. Our choice: they are invisible there."""


PresetName = Literal["relaxed", "aws"]

PRESETS: dict[PresetName, Rules] = {
    # What a developer wants: the same states, a wait one can sit through, and no quotas.
    "relaxed": Rules(
        calling_name_delay=timedelta(seconds=5),
        acquisition_delay=timedelta(seconds=1),
        deletion_delay=timedelta(minutes=5),
    ),
    # What the documentation says, and for orders what was captured (BEHAVIOUR.md 3.5 and 3.8). AWS publishes no rate: 10 with a burst
    # of 20 is our choice, within which a person and a deployment stay, and a loop without a pause does not.
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
        request_rate=10,
    ),
}


def in_force(preset: PresetName, switches: Mapping[str, Switch]) -> Rules:
    """Return the rules of a preset, but for the switches that are set, by the names of their fields."""
    return msgspec.structs.replace(PRESETS[preset], **switches)
