"""The voice connector configuration family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from dialbook.contract.model import Operation
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    CONFLICT,
    NOT_FOUND,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    Alpha2CountryCode,
    Arn,
    E164PhoneNumber,
    VoiceConnectorId,
)

ContactCenterSystemType = Literal[
    "GENESYS_ENGAGE_ON_PREMISES",
    "AVAYA_AURA_CALL_CENTER_ELITE",
    "AVAYA_AURA_CONTACT_CENTER",
    "CISCO_UNIFIED_CONTACT_CENTER_ENTERPRISE",
]
DataRetentionInHours = Annotated[int, Meta(ge=0, le=2147483647)]
NotificationTarget = Literal["EventBridge", "SNS", "SQS"]
OriginationRoutePriority = Annotated[int, Meta(ge=1, le=100)]
OriginationRouteProtocol = Literal["TCP", "UDP"]
OriginationRouteWeight = Annotated[int, Meta(ge=1, le=100)]
Port = Annotated[int, Meta(ge=0, le=65535)]
SessionBorderControllerType = Literal[
    "RIBBON_SBC", "ORACLE_ACME_PACKET_SBC", "AVAYA_SBCE", "CISCO_UNIFIED_BORDER_ELEMENT", "AUDIOCODES_MEDIANT_SBC"
]


class DNISEmergencyCallingConfiguration(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The Dialed Number Identification Service (DNIS) emergency calling configuration details associated with an Amazon Chime SDK Voice Connector's emergency calling configuration."""

    calling_country: Alpha2CountryCode
    emergency_phone_number: E164PhoneNumber
    test_phone_number: E164PhoneNumber | None = None


class DeleteVoiceConnectorEmergencyCallingConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceConnectorEmergencyCallingConfiguration."""

    voice_connector_id: VoiceConnectorId


class DeleteVoiceConnectorExternalSystemsConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceConnectorExternalSystemsConfiguration."""

    voice_connector_id: VoiceConnectorId


class DeleteVoiceConnectorOriginationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceConnectorOrigination."""

    voice_connector_id: VoiceConnectorId


class DeleteVoiceConnectorStreamingConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceConnectorStreamingConfiguration."""

    voice_connector_id: VoiceConnectorId


class EmergencyCallingConfiguration(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The emergency calling configuration details associated with an Amazon Chime SDK Voice Connector."""

    dnis: list[DNISEmergencyCallingConfiguration] | None = field(default=None, name="DNIS")


class ExternalSystemsConfiguration(Struct, frozen=True, kw_only=True, rename="pascal"):
    """Contains information about an external systems configuration for a Voice Connector."""

    contact_center_system_types: list[ContactCenterSystemType] | None = None
    session_border_controller_types: list[SessionBorderControllerType] | None = None


class GetVoiceConnectorEmergencyCallingConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceConnectorEmergencyCallingConfiguration."""

    voice_connector_id: VoiceConnectorId


class GetVoiceConnectorEmergencyCallingConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceConnectorEmergencyCallingConfiguration."""

    emergency_calling_configuration: EmergencyCallingConfiguration | None = None


class GetVoiceConnectorExternalSystemsConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceConnectorExternalSystemsConfiguration."""

    voice_connector_id: VoiceConnectorId


class GetVoiceConnectorExternalSystemsConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceConnectorExternalSystemsConfiguration."""

    external_systems_configuration: ExternalSystemsConfiguration | None = None


class GetVoiceConnectorLoggingConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceConnectorLoggingConfiguration."""

    voice_connector_id: VoiceConnectorId


class GetVoiceConnectorLoggingConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceConnectorLoggingConfiguration."""

    logging_configuration: LoggingConfiguration | None = None


class GetVoiceConnectorOriginationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceConnectorOrigination."""

    voice_connector_id: VoiceConnectorId


class GetVoiceConnectorOriginationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceConnectorOrigination."""

    origination: Origination | None = None


class GetVoiceConnectorStreamingConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceConnectorStreamingConfiguration."""

    voice_connector_id: VoiceConnectorId


class GetVoiceConnectorStreamingConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceConnectorStreamingConfiguration."""

    streaming_configuration: StreamingConfiguration | None = None


class LoggingConfiguration(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The logging configuration associated with an Amazon Chime SDK Voice Connector."""

    enable_media_metric_logs: bool | None = None
    enable_sip_logs: bool | None = field(default=None, name="EnableSIPLogs")


class MediaInsightsConfiguration(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The configuration for a call analytics task."""

    configuration_arn: Arn | None = None
    disabled: bool | None = None


class Origination(Struct, frozen=True, kw_only=True, rename="pascal"):
    """Origination settings enable your SIP hosts to receive inbound calls using your Amazon Chime SDK Voice Connector."""

    disabled: bool | None = None
    routes: list[OriginationRoute] | None = None


class OriginationRoute(Struct, frozen=True, kw_only=True, rename="pascal"):
    """Origination routes define call distribution properties for your SIP hosts to receive inbound calls using an Amazon Chime SDK Voice Connector."""

    host: str | None = None
    port: Port | None = None
    priority: OriginationRoutePriority | None = None
    protocol: OriginationRouteProtocol | None = None
    weight: OriginationRouteWeight | None = None


class PutVoiceConnectorEmergencyCallingConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of PutVoiceConnectorEmergencyCallingConfiguration."""

    emergency_calling_configuration: EmergencyCallingConfiguration
    voice_connector_id: VoiceConnectorId


class PutVoiceConnectorEmergencyCallingConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of PutVoiceConnectorEmergencyCallingConfiguration."""

    emergency_calling_configuration: EmergencyCallingConfiguration | None = None


class PutVoiceConnectorExternalSystemsConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of PutVoiceConnectorExternalSystemsConfiguration."""

    contact_center_system_types: list[ContactCenterSystemType] | None = None
    session_border_controller_types: list[SessionBorderControllerType] | None = None
    voice_connector_id: VoiceConnectorId


class PutVoiceConnectorExternalSystemsConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of PutVoiceConnectorExternalSystemsConfiguration."""

    external_systems_configuration: ExternalSystemsConfiguration | None = None


class PutVoiceConnectorLoggingConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of PutVoiceConnectorLoggingConfiguration."""

    logging_configuration: LoggingConfiguration
    voice_connector_id: VoiceConnectorId


class PutVoiceConnectorLoggingConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of PutVoiceConnectorLoggingConfiguration."""

    logging_configuration: LoggingConfiguration | None = None


class PutVoiceConnectorOriginationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of PutVoiceConnectorOrigination."""

    origination: Origination
    voice_connector_id: VoiceConnectorId


class PutVoiceConnectorOriginationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of PutVoiceConnectorOrigination."""

    origination: Origination | None = None


class PutVoiceConnectorStreamingConfigurationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of PutVoiceConnectorStreamingConfiguration."""

    streaming_configuration: StreamingConfiguration
    voice_connector_id: VoiceConnectorId


class PutVoiceConnectorStreamingConfigurationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of PutVoiceConnectorStreamingConfiguration."""

    streaming_configuration: StreamingConfiguration | None = None


class StreamingConfiguration(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The streaming configuration associated with an Amazon Chime SDK Voice Connector."""

    data_retention_in_hours: DataRetentionInHours
    disabled: bool
    media_insights_configuration: MediaInsightsConfiguration | None = None
    streaming_notification_targets: StreamingNotificationTargetList | None = None


class StreamingNotificationTarget(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The target recipient for a streaming configuration notification."""

    notification_target: NotificationTarget | None = None


StreamingNotificationTargetList = Annotated[list[StreamingNotificationTarget], Meta(min_length=1, max_length=3)]
OPERATIONS = (
    # Deletes the emergency calling details from the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="DeleteVoiceConnectorEmergencyCallingConfiguration",
        method="DELETE",
        path=("voice-connectors", "{VoiceConnectorId}", "emergency-calling-configuration"),
        literal_query=(),
        status=204,
        request=DeleteVoiceConnectorEmergencyCallingConfigurationRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Deletes the external systems configuration for a Voice Connector.
    Operation(
        name="DeleteVoiceConnectorExternalSystemsConfiguration",
        method="DELETE",
        path=("voice-connectors", "{VoiceConnectorId}", "external-systems-configuration"),
        literal_query=(),
        status=204,
        request=DeleteVoiceConnectorExternalSystemsConfigurationRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Deletes the origination settings for the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="DeleteVoiceConnectorOrigination",
        method="DELETE",
        path=("voice-connectors", "{VoiceConnectorId}", "origination"),
        literal_query=(),
        status=204,
        request=DeleteVoiceConnectorOriginationRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Deletes a Voice Connector's streaming configuration.
    Operation(
        name="DeleteVoiceConnectorStreamingConfiguration",
        method="DELETE",
        path=("voice-connectors", "{VoiceConnectorId}", "streaming-configuration"),
        literal_query=(),
        status=204,
        request=DeleteVoiceConnectorStreamingConfigurationRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves the emergency calling configuration details for the specified Voice Connector.
    Operation(
        name="GetVoiceConnectorEmergencyCallingConfiguration",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "emergency-calling-configuration"),
        literal_query=(),
        status=200,
        request=GetVoiceConnectorEmergencyCallingConfigurationRequest,
        response=GetVoiceConnectorEmergencyCallingConfigurationResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Gets information about an external systems configuration for a Voice Connector.
    Operation(
        name="GetVoiceConnectorExternalSystemsConfiguration",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "external-systems-configuration"),
        literal_query=(),
        status=200,
        request=GetVoiceConnectorExternalSystemsConfigurationRequest,
        response=GetVoiceConnectorExternalSystemsConfigurationResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves the logging configuration settings for the specified Voice Connector.
    Operation(
        name="GetVoiceConnectorLoggingConfiguration",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "logging-configuration"),
        literal_query=(),
        status=200,
        request=GetVoiceConnectorLoggingConfigurationRequest,
        response=GetVoiceConnectorLoggingConfigurationResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves the origination settings for the specified Voice Connector.
    Operation(
        name="GetVoiceConnectorOrigination",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "origination"),
        literal_query=(),
        status=200,
        request=GetVoiceConnectorOriginationRequest,
        response=GetVoiceConnectorOriginationResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves the streaming configuration details for the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="GetVoiceConnectorStreamingConfiguration",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "streaming-configuration"),
        literal_query=(),
        status=200,
        request=GetVoiceConnectorStreamingConfigurationRequest,
        response=GetVoiceConnectorStreamingConfigurationResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Updates a Voice Connector's emergency calling configuration.
    Operation(
        name="PutVoiceConnectorEmergencyCallingConfiguration",
        method="PUT",
        path=("voice-connectors", "{VoiceConnectorId}", "emergency-calling-configuration"),
        literal_query=(),
        status=200,
        request=PutVoiceConnectorEmergencyCallingConfigurationRequest,
        response=PutVoiceConnectorEmergencyCallingConfigurationResponse,
        query=(),
        body=("EmergencyCallingConfiguration",),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Adds an external systems configuration to a Voice Connector.
    Operation(
        name="PutVoiceConnectorExternalSystemsConfiguration",
        method="PUT",
        path=("voice-connectors", "{VoiceConnectorId}", "external-systems-configuration"),
        literal_query=(),
        status=200,
        request=PutVoiceConnectorExternalSystemsConfigurationRequest,
        response=PutVoiceConnectorExternalSystemsConfigurationResponse,
        query=(),
        body=("ContactCenterSystemTypes", "SessionBorderControllerTypes"),
        errors=(*USUAL, CONFLICT, NOT_FOUND),
    ),
    # Updates a Voice Connector's logging configuration.
    Operation(
        name="PutVoiceConnectorLoggingConfiguration",
        method="PUT",
        path=("voice-connectors", "{VoiceConnectorId}", "logging-configuration"),
        literal_query=(),
        status=200,
        request=PutVoiceConnectorLoggingConfigurationRequest,
        response=PutVoiceConnectorLoggingConfigurationResponse,
        query=(),
        body=("LoggingConfiguration",),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Updates a Voice Connector's origination settings.
    Operation(
        name="PutVoiceConnectorOrigination",
        method="PUT",
        path=("voice-connectors", "{VoiceConnectorId}", "origination"),
        literal_query=(),
        status=200,
        request=PutVoiceConnectorOriginationRequest,
        response=PutVoiceConnectorOriginationResponse,
        query=(),
        body=("Origination",),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND),
    ),
    # Updates a Voice Connector's streaming configuration settings.
    Operation(
        name="PutVoiceConnectorStreamingConfiguration",
        method="PUT",
        path=("voice-connectors", "{VoiceConnectorId}", "streaming-configuration"),
        literal_query=(),
        status=200,
        request=PutVoiceConnectorStreamingConfigurationRequest,
        response=PutVoiceConnectorStreamingConfigurationResponse,
        query=(),
        body=("StreamingConfiguration",),
        errors=(*USUAL, NOT_FOUND),
    ),
)
