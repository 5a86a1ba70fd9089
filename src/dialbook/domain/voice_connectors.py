"""Voice connectors, their groups, and the documents that hang on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from dialbook.domain.associations import Association
from dialbook.domain.refusal import Code, Refusal
from dialbook.domain.rules import Rules

DEFAULT_REGION = "us-east-1"
"""Where a voice connector is created that names no region, wherever its request was sent: "Default value: us-east-1"."""
IntegrationType = Literal["CONNECT_CALL_TRANSFER_CONNECTOR", "CONNECT_ANALYTICS_CONNECTOR"]
NetworkType = Literal["IPV4_ONLY", "DUAL_STACK"]
CallDistributionType = Literal["PriorityWeightedDistribution", "LoadBalancedDistribution"]


class VoiceConnector(msgspec.Struct, frozen=True, kw_only=True):
    """A voice connector of an account. Times are UTC with milliseconds."""

    table: ClassVar[str] = "voice_connectors"
    key: ClassVar[tuple[str, ...]] = ("account", "voice_connector_id")
    noun: ClassVar[str] = "voice connector"

    account: str
    voice_connector_id: str
    """22 lower-case letters and digits."""
    name: str
    aws_region: str
    require_encryption: bool
    integration_type: IntegrationType | None = None
    network_type: NetworkType = "IPV4_ONLY"
    group_ids: tuple[str, ...] = ()
    """The groups that it is in, so that nobody has to look through all of them."""
    created_at: datetime
    updated_at: datetime

    @property
    def outbound_host_name(self) -> str:
        """Return the host that calls are sent to."""
        return f"{self.voice_connector_id}.voiceconnector.chime.aws"

    @property
    def arn(self) -> str:
        """Return the ARN (BEHAVIOUR.md 3.9)."""
        return f"arn:aws:chime:{self.aws_region}:{self.account}:vc/{self.voice_connector_id}"

    @property
    def association(self) -> Association:
        """Return what numbers that are on it have."""
        return Association("VoiceConnectorId", self.voice_connector_id)


class GroupMember(msgspec.Struct, frozen=True, kw_only=True):
    """A voice connector in a group; calls go to the lowest priority first."""

    voice_connector_id: str
    priority: int | None = None


class VoiceConnectorGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Several voice connectors that share numbers, for fault tolerance across regions."""

    table: ClassVar[str] = "voice_connector_groups"
    key: ClassVar[tuple[str, ...]] = ("account", "voice_connector_group_id")
    noun: ClassVar[str] = "voice connector group"

    account: str
    voice_connector_group_id: str
    """A GUID in lower case."""
    name: str
    members: tuple[GroupMember, ...] = ()
    call_distribution_type: CallDistributionType | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def arn(self) -> str:
        """Return the ARN. Our choice, as AWS shows none: a group spans regions, so its ARN has the one by default."""
        return f"arn:aws:chime:{DEFAULT_REGION}:{self.account}:vcg/{self.voice_connector_group_id}"

    @property
    def association(self) -> Association:
        """Return what numbers that are on it have."""
        return Association("VoiceConnectorGroupId", self.voice_connector_group_id)


def refuse_unfit_members(members: Sequence[GroupMember], rules: Rules, too_many: Code) -> None:
    """Refuse a voice connector that is named twice (our choice), and more of them than a group may have.

    "Limit: 3 VoiceConnectorItems per Voice Connector group." Raises Refusal BadRequest for the one and ``too_many`` for the other.
    """
    if len({member.voice_connector_id for member in members}) < len(members):
        raise Refusal("BadRequest", "VoiceConnectorItems must not name a voice connector twice.")
    limit = rules.voice_connector_group_size
    if limit is not None and len(members) > limit:
        raise Refusal(too_many, f"VoiceConnectorItems must have at most {limit} items.")


def join(connector: VoiceConnector, group_id: str) -> VoiceConnector:
    """Let the voice connector know that it is in a group. What it shows of itself stays the same, the time of its update too."""
    return msgspec.structs.replace(connector, group_ids=tuple(sorted({*connector.group_ids, group_id})))


def leave(connector: VoiceConnector, group_id: str) -> VoiceConnector:
    """Let the voice connector know that it is in a group no more."""
    return msgspec.structs.replace(
        connector, group_ids=tuple(other for other in connector.group_ids if other != group_id)
    )


def refuse_member(connector: VoiceConnector) -> None:
    """Refuse a voice connector that is in a group, which would lose calls without it. Our choice. Raises Refusal Conflict."""
    if connector.group_ids:
        raise Refusal(
            "Conflict", "The voice connector must be removed from its voice connector groups before it can be deleted."
        )
