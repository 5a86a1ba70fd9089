"""The proxy sessions family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from dialbook.contract.model import Operation, QueryParameter, Timestamp
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    NOT_FOUND,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    E164PhoneNumber,
    NextTokenString,
    ResultMax,
    VoiceConnectorId,
)

AreaCode = Annotated[str, Meta(pattern=r"(?a)\A(?:^$|^[0-9]{3,3}$)\Z")]
Capability = Literal["Voice", "SMS"]
Country = Annotated[str, Meta(pattern=r"(?a)\A(?:^$|^[A-Z]{2,2}$)\Z")]
GeoMatchLevel = Literal["Country", "AreaCode"]
Integer = Annotated[int, Meta(ge=-2147483648, le=2147483647)]
NonEmptyString128 = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"(?a)\A(?:[^\S\n]*\S.*)\Z(?#.*\S.*)")]
NumberSelectionBehavior = Literal["PreferSticky", "AvoidSticky"]
PositiveInteger = Annotated[int, Meta(ge=1, le=2147483647)]
ProxySessionNameString = Annotated[str, Meta(pattern=r"(?a)\A(?:^$|^[a-zA-Z0-9 ]{0,30}$)\Z", extra={"sensitive": True})]
ProxySessionStatus = Literal["Open", "InProgress", "Closed"]
String128 = Annotated[str, Meta(max_length=128)]
CountryList = Annotated[list[Country], Meta(min_length=1, max_length=100)]
ParticipantPhoneNumberList = Annotated[list[E164PhoneNumber], Meta(min_length=2, max_length=2)]


class CreateProxySessionRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of CreateProxySession."""

    capabilities: list[Capability]
    expiry_minutes: PositiveInteger | None = None
    geo_match_level: GeoMatchLevel | None = None
    geo_match_params: GeoMatchParams | None = None
    name: ProxySessionNameString | None = None
    number_selection_behavior: NumberSelectionBehavior | None = None
    participant_phone_numbers: ParticipantPhoneNumberList
    voice_connector_id: VoiceConnectorId


class CreateProxySessionResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of CreateProxySession."""

    proxy_session: ProxySession | None = None


class DeleteProxySessionRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteProxySession."""

    proxy_session_id: NonEmptyString128
    voice_connector_id: VoiceConnectorId


class DeleteVoiceConnectorProxyRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceConnectorProxy."""

    voice_connector_id: VoiceConnectorId


class GeoMatchParams(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The country and area code for a proxy phone number in a proxy phone session."""

    area_code: AreaCode
    country: Country


class GetProxySessionRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetProxySession."""

    proxy_session_id: NonEmptyString128
    voice_connector_id: VoiceConnectorId


class GetProxySessionResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetProxySession."""

    proxy_session: ProxySession | None = None


class GetVoiceConnectorProxyRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceConnectorProxy."""

    voice_connector_id: VoiceConnectorId


class GetVoiceConnectorProxyResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceConnectorProxy."""

    proxy: Proxy | None = None


class ListProxySessionsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListProxySessions."""

    max_results: ResultMax | None = None
    next_token: NextTokenString | None = None
    status: ProxySessionStatus | None = None
    voice_connector_id: VoiceConnectorId


class ListProxySessionsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListProxySessions."""

    next_token: NextTokenString | None = None
    proxy_sessions: list[ProxySession] | None = None


class Participant(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The phone number and proxy phone number for a participant in an Amazon Chime SDK Voice Connector proxy session."""

    phone_number: E164PhoneNumber | None = None
    proxy_phone_number: E164PhoneNumber | None = None


class Proxy(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The proxy configuration for an Amazon Chime SDK Voice Connector."""

    default_session_expiry_minutes: Integer | None = None
    disabled: bool | None = None
    fall_back_phone_number: E164PhoneNumber | None = None
    phone_number_countries: list[str] | None = None


class ProxySession(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The proxy session for an Amazon Chime SDK Voice Connector."""

    capabilities: list[Capability] | None = None
    created_timestamp: Timestamp | None = None
    ended_timestamp: Timestamp | None = None
    expiry_minutes: PositiveInteger | None = None
    geo_match_level: GeoMatchLevel | None = None
    geo_match_params: GeoMatchParams | None = None
    name: String128 | None = None
    number_selection_behavior: NumberSelectionBehavior | None = None
    participants: list[Participant] | None = None
    proxy_session_id: NonEmptyString128 | None = None
    status: ProxySessionStatus | None = None
    updated_timestamp: Timestamp | None = None
    voice_connector_id: VoiceConnectorId | None = None


class PutVoiceConnectorProxyRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of PutVoiceConnectorProxy."""

    default_session_expiry_minutes: Integer
    disabled: bool | None = None
    fall_back_phone_number: E164PhoneNumber | None = None
    phone_number_pool_countries: CountryList
    voice_connector_id: VoiceConnectorId


class PutVoiceConnectorProxyResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of PutVoiceConnectorProxy."""

    proxy: Proxy | None = None


class UpdateProxySessionRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdateProxySession."""

    capabilities: list[Capability]
    expiry_minutes: PositiveInteger | None = None
    proxy_session_id: NonEmptyString128
    voice_connector_id: VoiceConnectorId


class UpdateProxySessionResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of UpdateProxySession."""

    proxy_session: ProxySession | None = None


OPERATIONS = (
    # Creates a proxy session for the specified Amazon Chime SDK Voice Connector for the specified participant phone numbers.
    Operation(
        name="CreateProxySession",
        method="POST",
        path=("voice-connectors", "{VoiceConnectorId}", "proxy-sessions"),
        literal_query=(),
        status=201,
        request=CreateProxySessionRequest,
        response=CreateProxySessionResponse,
        query=(),
        body=(
            "Capabilities",
            "ExpiryMinutes",
            "GeoMatchLevel",
            "GeoMatchParams",
            "Name",
            "NumberSelectionBehavior",
            "ParticipantPhoneNumbers",
        ),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Deletes the specified proxy session from the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="DeleteProxySession",
        method="DELETE",
        path=("voice-connectors", "{VoiceConnectorId}", "proxy-sessions", "{ProxySessionId}"),
        literal_query=(),
        status=204,
        request=DeleteProxySessionRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Deletes the proxy configuration from the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="DeleteVoiceConnectorProxy",
        method="DELETE",
        path=("voice-connectors", "{VoiceConnectorId}", "programmable-numbers", "proxy"),
        literal_query=(),
        status=204,
        request=DeleteVoiceConnectorProxyRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves the specified proxy session details for the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="GetProxySession",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "proxy-sessions", "{ProxySessionId}"),
        literal_query=(),
        status=200,
        request=GetProxySessionRequest,
        response=GetProxySessionResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves the proxy configuration details for the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="GetVoiceConnectorProxy",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "programmable-numbers", "proxy"),
        literal_query=(),
        status=200,
        request=GetVoiceConnectorProxyRequest,
        response=GetVoiceConnectorProxyResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Lists the proxy sessions for the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="ListProxySessions",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "proxy-sessions"),
        literal_query=(),
        status=200,
        request=ListProxySessionsRequest,
        response=ListProxySessionsResponse,
        query=(
            QueryParameter("max-results", "MaxResults", "integer"),
            QueryParameter("next-token", "NextToken", "string"),
            QueryParameter("status", "Status", "string"),
        ),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Puts the specified proxy configuration to the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="PutVoiceConnectorProxy",
        method="PUT",
        path=("voice-connectors", "{VoiceConnectorId}", "programmable-numbers", "proxy"),
        literal_query=(),
        status=200,
        request=PutVoiceConnectorProxyRequest,
        response=PutVoiceConnectorProxyResponse,
        query=(),
        body=("DefaultSessionExpiryMinutes", "Disabled", "FallBackPhoneNumber", "PhoneNumberPoolCountries"),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND),
    ),
    # Updates the specified proxy session details, such as voice or SMS capabilities.
    Operation(
        name="UpdateProxySession",
        method="POST",
        path=("voice-connectors", "{VoiceConnectorId}", "proxy-sessions", "{ProxySessionId}"),
        literal_query=(),
        status=201,
        request=UpdateProxySessionRequest,
        response=UpdateProxySessionResponse,
        query=(),
        body=("Capabilities", "ExpiryMinutes"),
        errors=(*USUAL, NOT_FOUND),
    ),
)
