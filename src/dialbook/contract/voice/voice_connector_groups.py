"""The voice connector groups family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from dialbook.contract.model import Operation, QueryParameter, Timestamp
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    CONFLICT,
    NOT_FOUND,
    RESOURCE_LIMIT_EXCEEDED,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    E164PhoneNumber,
    NonEmptyString,
    PhoneNumberError,
    ResultMax,
    VoiceConnectorId,
)

CallDistributionType = Literal["PriorityWeightedDistribution", "LoadBalancedDistribution"]
VoiceConnectorGroupName = Annotated[str, Meta(min_length=1, max_length=256, pattern=r"(?a)\A(?:[a-zA-Z0-9 _.-]+)\Z")]
VoiceConnectorItemPriority = Annotated[int, Meta(ge=1, le=99)]


class AssociatePhoneNumbersWithVoiceConnectorGroupRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of AssociatePhoneNumbersWithVoiceConnectorGroup."""

    e164_phone_numbers: list[E164PhoneNumber]
    force_associate: bool | None = None
    voice_connector_group_id: NonEmptyString


class AssociatePhoneNumbersWithVoiceConnectorGroupResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of AssociatePhoneNumbersWithVoiceConnectorGroup."""

    phone_number_errors: list[PhoneNumberError] | None = None


class CreateVoiceConnectorGroupRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of CreateVoiceConnectorGroup."""

    call_distribution_type: CallDistributionType | None = None
    name: VoiceConnectorGroupName
    voice_connector_items: list[VoiceConnectorItem] | None = None


class CreateVoiceConnectorGroupResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of CreateVoiceConnectorGroup."""

    voice_connector_group: VoiceConnectorGroup | None = None


class DeleteVoiceConnectorGroupRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceConnectorGroup."""

    voice_connector_group_id: NonEmptyString


class DisassociatePhoneNumbersFromVoiceConnectorGroupRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DisassociatePhoneNumbersFromVoiceConnectorGroup."""

    e164_phone_numbers: list[E164PhoneNumber]
    voice_connector_group_id: NonEmptyString


class DisassociatePhoneNumbersFromVoiceConnectorGroupResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of DisassociatePhoneNumbersFromVoiceConnectorGroup."""

    phone_number_errors: list[PhoneNumberError] | None = None


class GetVoiceConnectorGroupRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceConnectorGroup."""

    voice_connector_group_id: NonEmptyString


class GetVoiceConnectorGroupResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceConnectorGroup."""

    voice_connector_group: VoiceConnectorGroup | None = None


class ListVoiceConnectorGroupsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListVoiceConnectorGroups."""

    max_results: ResultMax | None = None
    next_token: str | None = None


class ListVoiceConnectorGroupsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListVoiceConnectorGroups."""

    next_token: str | None = None
    voice_connector_groups: list[VoiceConnectorGroup] | None = None


class UpdateVoiceConnectorGroupRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdateVoiceConnectorGroup."""

    call_distribution_type: CallDistributionType | None = None
    name: VoiceConnectorGroupName
    voice_connector_group_id: NonEmptyString
    voice_connector_items: list[VoiceConnectorItem]


class UpdateVoiceConnectorGroupResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of UpdateVoiceConnectorGroup."""

    voice_connector_group: VoiceConnectorGroup | None = None


class VoiceConnectorGroup(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The Amazon Chime SDK Voice Connector group configuration, including associated Voice Connectors."""

    call_distribution_type: CallDistributionType | None = None
    created_timestamp: Timestamp | None = None
    name: VoiceConnectorGroupName | None = None
    updated_timestamp: Timestamp | None = None
    voice_connector_group_arn: NonEmptyString | None = None
    voice_connector_group_id: NonEmptyString | None = None
    voice_connector_items: list[VoiceConnectorItem] | None = None


class VoiceConnectorItem(Struct, frozen=True, kw_only=True, rename="pascal"):
    """For Amazon Chime SDK Voice Connector groups, the Amazon Chime SDK Voice Connectors to which you route inbound calls."""

    priority: VoiceConnectorItemPriority | None = None
    voice_connector_id: VoiceConnectorId


OPERATIONS = (
    # Associates phone numbers with the specified Amazon Chime SDK Voice Connector group.
    Operation(
        name="AssociatePhoneNumbersWithVoiceConnectorGroup",
        method="POST",
        path=("voice-connector-groups", "{VoiceConnectorGroupId}"),
        literal_query=(("operation", "associate-phone-numbers"),),
        status=200,
        request=AssociatePhoneNumbersWithVoiceConnectorGroupRequest,
        response=AssociatePhoneNumbersWithVoiceConnectorGroupResponse,
        query=(),
        body=("E164PhoneNumbers", "ForceAssociate"),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND),
    ),
    # Creates an Amazon Chime SDK Voice Connector group under the administrator's AWS account.
    Operation(
        name="CreateVoiceConnectorGroup",
        method="POST",
        path=("voice-connector-groups",),
        literal_query=(),
        status=201,
        request=CreateVoiceConnectorGroupRequest,
        response=CreateVoiceConnectorGroupResponse,
        query=(),
        body=("CallDistributionType", "Name", "VoiceConnectorItems"),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND, RESOURCE_LIMIT_EXCEEDED),
    ),
    # Deletes an Amazon Chime SDK Voice Connector group.
    Operation(
        name="DeleteVoiceConnectorGroup",
        method="DELETE",
        path=("voice-connector-groups", "{VoiceConnectorGroupId}"),
        literal_query=(),
        status=204,
        request=DeleteVoiceConnectorGroupRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, CONFLICT, NOT_FOUND),
    ),
    # Disassociates the specified phone numbers from the specified Amazon Chime SDK Voice Connector group.
    Operation(
        name="DisassociatePhoneNumbersFromVoiceConnectorGroup",
        method="POST",
        path=("voice-connector-groups", "{VoiceConnectorGroupId}"),
        literal_query=(("operation", "disassociate-phone-numbers"),),
        status=200,
        request=DisassociatePhoneNumbersFromVoiceConnectorGroupRequest,
        response=DisassociatePhoneNumbersFromVoiceConnectorGroupResponse,
        query=(),
        body=("E164PhoneNumbers",),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves details for the specified Amazon Chime SDK Voice Connector group, such as timestamps,name, and associated VoiceConnectorItems.
    Operation(
        name="GetVoiceConnectorGroup",
        method="GET",
        path=("voice-connector-groups", "{VoiceConnectorGroupId}"),
        literal_query=(),
        status=200,
        request=GetVoiceConnectorGroupRequest,
        response=GetVoiceConnectorGroupResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Lists the Amazon Chime SDK Voice Connector groups in the administrator's AWS account.
    Operation(
        name="ListVoiceConnectorGroups",
        method="GET",
        path=("voice-connector-groups",),
        literal_query=(),
        status=200,
        request=ListVoiceConnectorGroupsRequest,
        response=ListVoiceConnectorGroupsResponse,
        query=(
            QueryParameter("max-results", "MaxResults", "integer"),
            QueryParameter("next-token", "NextToken", "string"),
        ),
        body=(),
        errors=(*USUAL,),
    ),
    # Updates the settings for the specified Amazon Chime SDK Voice Connector group.
    Operation(
        name="UpdateVoiceConnectorGroup",
        method="PUT",
        path=("voice-connector-groups", "{VoiceConnectorGroupId}"),
        literal_query=(),
        status=202,
        request=UpdateVoiceConnectorGroupRequest,
        response=UpdateVoiceConnectorGroupResponse,
        query=(),
        body=("CallDistributionType", "Name", "VoiceConnectorItems"),
        errors=(*USUAL, CONFLICT, NOT_FOUND),
    ),
)
