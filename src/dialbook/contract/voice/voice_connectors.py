"""The voice connectors family of chime-sdk-voice.

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
    TagList,
    VoiceConnectorAwsRegion,
    VoiceConnectorId,
)

NetworkType = Literal["IPV4_ONLY", "DUAL_STACK"]
VoiceConnectorIntegrationType = Literal["CONNECT_CALL_TRANSFER_CONNECTOR", "CONNECT_ANALYTICS_CONNECTOR"]
VoiceConnectorName = Annotated[str, Meta(min_length=1, max_length=256, pattern=r"(?a)\A(?:[a-zA-Z0-9 _.-]+)\Z")]


class AssociatePhoneNumbersWithVoiceConnectorRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of AssociatePhoneNumbersWithVoiceConnector."""

    e164_phone_numbers: list[E164PhoneNumber]
    force_associate: bool | None = None
    voice_connector_id: VoiceConnectorId


class AssociatePhoneNumbersWithVoiceConnectorResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of AssociatePhoneNumbersWithVoiceConnector."""

    phone_number_errors: list[PhoneNumberError] | None = None


class CreateVoiceConnectorRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of CreateVoiceConnector."""

    aws_region: VoiceConnectorAwsRegion | None = None
    integration_type: VoiceConnectorIntegrationType | None = None
    name: VoiceConnectorName
    network_type: NetworkType | None = None
    require_encryption: bool
    tags: TagList | None = None


class CreateVoiceConnectorResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of CreateVoiceConnector."""

    voice_connector: VoiceConnector | None = None


class DeleteVoiceConnectorRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceConnector."""

    voice_connector_id: VoiceConnectorId


class DisassociatePhoneNumbersFromVoiceConnectorRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DisassociatePhoneNumbersFromVoiceConnector."""

    e164_phone_numbers: list[E164PhoneNumber]
    voice_connector_id: VoiceConnectorId


class DisassociatePhoneNumbersFromVoiceConnectorResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of DisassociatePhoneNumbersFromVoiceConnector."""

    phone_number_errors: list[PhoneNumberError] | None = None


class GetVoiceConnectorRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceConnector."""

    voice_connector_id: VoiceConnectorId


class GetVoiceConnectorResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceConnector."""

    voice_connector: VoiceConnector | None = None


class ListVoiceConnectorsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListVoiceConnectors."""

    max_results: ResultMax | None = None
    next_token: str | None = None


class ListVoiceConnectorsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListVoiceConnectors."""

    next_token: str | None = None
    voice_connectors: list[VoiceConnector] | None = None


class UpdateVoiceConnectorRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdateVoiceConnector."""

    name: VoiceConnectorName
    require_encryption: bool
    voice_connector_id: VoiceConnectorId


class UpdateVoiceConnectorResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of UpdateVoiceConnector."""

    voice_connector: VoiceConnector | None = None


class VoiceConnector(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The Amazon Chime SDK Voice Connector configuration, including outbound host name and encryption settings."""

    aws_region: VoiceConnectorAwsRegion | None = None
    created_timestamp: Timestamp | None = None
    integration_type: VoiceConnectorIntegrationType | None = None
    name: VoiceConnectorName | None = None
    network_type: NetworkType | None = None
    outbound_host_name: str | None = None
    require_encryption: bool | None = None
    updated_timestamp: Timestamp | None = None
    voice_connector_arn: NonEmptyString | None = None
    voice_connector_id: VoiceConnectorId | None = None


OPERATIONS = (
    # Associates phone numbers with the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="AssociatePhoneNumbersWithVoiceConnector",
        method="POST",
        path=("voice-connectors", "{VoiceConnectorId}"),
        literal_query=(("operation", "associate-phone-numbers"),),
        status=200,
        request=AssociatePhoneNumbersWithVoiceConnectorRequest,
        response=AssociatePhoneNumbersWithVoiceConnectorResponse,
        query=(),
        body=("E164PhoneNumbers", "ForceAssociate"),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND),
    ),
    # Creates an Amazon Chime SDK Voice Connector.
    Operation(
        name="CreateVoiceConnector",
        method="POST",
        path=("voice-connectors",),
        literal_query=(),
        status=201,
        request=CreateVoiceConnectorRequest,
        response=CreateVoiceConnectorResponse,
        query=(),
        body=("AwsRegion", "IntegrationType", "Name", "NetworkType", "RequireEncryption", "Tags"),
        errors=(*USUAL, ACCESS_DENIED, RESOURCE_LIMIT_EXCEEDED),
    ),
    # Deletes an Amazon Chime SDK Voice Connector.
    Operation(
        name="DeleteVoiceConnector",
        method="DELETE",
        path=("voice-connectors", "{VoiceConnectorId}"),
        literal_query=(),
        status=204,
        request=DeleteVoiceConnectorRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, CONFLICT, NOT_FOUND),
    ),
    # Disassociates the specified phone numbers from the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="DisassociatePhoneNumbersFromVoiceConnector",
        method="POST",
        path=("voice-connectors", "{VoiceConnectorId}"),
        literal_query=(("operation", "disassociate-phone-numbers"),),
        status=200,
        request=DisassociatePhoneNumbersFromVoiceConnectorRequest,
        response=DisassociatePhoneNumbersFromVoiceConnectorResponse,
        query=(),
        body=("E164PhoneNumbers",),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves details for the specified Amazon Chime SDK Voice Connector, such as timestamps,name, outbound host, and encryption requirements.
    Operation(
        name="GetVoiceConnector",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}"),
        literal_query=(),
        status=200,
        request=GetVoiceConnectorRequest,
        response=GetVoiceConnectorResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Lists the Amazon Chime SDK Voice Connectors in the administrators AWS account.
    Operation(
        name="ListVoiceConnectors",
        method="GET",
        path=("voice-connectors",),
        literal_query=(),
        status=200,
        request=ListVoiceConnectorsRequest,
        response=ListVoiceConnectorsResponse,
        query=(
            QueryParameter("max-results", "MaxResults", "integer"),
            QueryParameter("next-token", "NextToken", "string"),
        ),
        body=(),
        errors=(*USUAL,),
    ),
    # Updates the details for the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="UpdateVoiceConnector",
        method="PUT",
        path=("voice-connectors", "{VoiceConnectorId}"),
        literal_query=(),
        status=200,
        request=UpdateVoiceConnectorRequest,
        response=UpdateVoiceConnectorResponse,
        query=(),
        body=("Name", "RequireEncryption"),
        errors=(*USUAL, NOT_FOUND),
    ),
)
