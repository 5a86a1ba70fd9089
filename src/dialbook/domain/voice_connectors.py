"""Voice connectors, their groups, and the documents that hang on them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

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


class GroupMember(msgspec.Struct, frozen=True, kw_only=True):
    """A voice connector in a group; calls go to the lowest priority first."""

    voice_connector_id: str
    priority: int


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
