"""The voice connector termination family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from dialbook.contract.model import Operation, Timestamp
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    NOT_FOUND,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    E164PhoneNumber,
    SensitiveString,
    VoiceConnectorId,
)

CpsLimit = Annotated[int, Meta(ge=1, le=2147483647)]


class Credential(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The SIP credentials used to authenticate requests to an Amazon Chime SDK Voice Connector."""

    password: SensitiveString | None = None
    username: SensitiveString | None = None


class DeleteVoiceConnectorTerminationCredentialsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceConnectorTerminationCredentials."""

    usernames: list[SensitiveString]
    voice_connector_id: VoiceConnectorId


class DeleteVoiceConnectorTerminationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeleteVoiceConnectorTermination."""

    voice_connector_id: VoiceConnectorId


class GetVoiceConnectorTerminationHealthRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceConnectorTerminationHealth."""

    voice_connector_id: VoiceConnectorId


class GetVoiceConnectorTerminationHealthResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceConnectorTerminationHealth."""

    termination_health: TerminationHealth | None = None


class GetVoiceConnectorTerminationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetVoiceConnectorTermination."""

    voice_connector_id: VoiceConnectorId


class GetVoiceConnectorTerminationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetVoiceConnectorTermination."""

    termination: Termination | None = None


class ListVoiceConnectorTerminationCredentialsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListVoiceConnectorTerminationCredentials."""

    voice_connector_id: VoiceConnectorId


class ListVoiceConnectorTerminationCredentialsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListVoiceConnectorTerminationCredentials."""

    usernames: list[SensitiveString] | None = None


class PutVoiceConnectorTerminationCredentialsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of PutVoiceConnectorTerminationCredentials."""

    credentials: list[Credential] | None = None
    voice_connector_id: VoiceConnectorId


class PutVoiceConnectorTerminationRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of PutVoiceConnectorTermination."""

    termination: Termination
    voice_connector_id: VoiceConnectorId


class PutVoiceConnectorTerminationResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of PutVoiceConnectorTermination."""

    termination: Termination | None = None


class Termination(Struct, frozen=True, kw_only=True, rename="pascal"):
    """Termination settings enable SIP hosts to make outbound calls using an Amazon Chime SDK Voice Connector."""

    calling_regions: list[str] | None = None
    cidr_allowed_list: list[str] | None = None
    cps_limit: CpsLimit | None = None
    default_phone_number: E164PhoneNumber | None = None
    disabled: bool | None = None


class TerminationHealth(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The termination health details, including the source IP address and timestamp of the last successful SIP OPTIONS message from your SIP infrastructure."""

    source: str | None = None
    timestamp: Timestamp | None = None


OPERATIONS = (
    # Deletes the termination settings for the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="DeleteVoiceConnectorTermination",
        method="DELETE",
        path=("voice-connectors", "{VoiceConnectorId}", "termination"),
        literal_query=(),
        status=204,
        request=DeleteVoiceConnectorTerminationRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Deletes the specified SIP credentials used by your equipment to authenticate during call termination.
    Operation(
        name="DeleteVoiceConnectorTerminationCredentials",
        method="POST",
        path=("voice-connectors", "{VoiceConnectorId}", "termination", "credentials"),
        literal_query=(("operation", "delete"),),
        status=204,
        request=DeleteVoiceConnectorTerminationCredentialsRequest,
        response=None,
        query=(),
        body=("Usernames",),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves the termination setting details for the specified Voice Connector.
    Operation(
        name="GetVoiceConnectorTermination",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "termination"),
        literal_query=(),
        status=200,
        request=GetVoiceConnectorTerminationRequest,
        response=GetVoiceConnectorTerminationResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves information about the last time a SIP OPTIONS ping was received from your SIP infrastructure for the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="GetVoiceConnectorTerminationHealth",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "termination", "health"),
        literal_query=(),
        status=200,
        request=GetVoiceConnectorTerminationHealthRequest,
        response=GetVoiceConnectorTerminationHealthResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Lists the SIP credentials for the specified Amazon Chime SDK Voice Connector.
    Operation(
        name="ListVoiceConnectorTerminationCredentials",
        method="GET",
        path=("voice-connectors", "{VoiceConnectorId}", "termination", "credentials"),
        literal_query=(),
        status=200,
        request=ListVoiceConnectorTerminationCredentialsRequest,
        response=ListVoiceConnectorTerminationCredentialsResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Updates a Voice Connector's termination settings.
    Operation(
        name="PutVoiceConnectorTermination",
        method="PUT",
        path=("voice-connectors", "{VoiceConnectorId}", "termination"),
        literal_query=(),
        status=200,
        request=PutVoiceConnectorTerminationRequest,
        response=PutVoiceConnectorTerminationResponse,
        query=(),
        body=("Termination",),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND),
    ),
    # Updates a Voice Connector's termination credentials.
    Operation(
        name="PutVoiceConnectorTerminationCredentials",
        method="POST",
        path=("voice-connectors", "{VoiceConnectorId}", "termination", "credentials"),
        literal_query=(("operation", "put"),),
        status=204,
        request=PutVoiceConnectorTerminationCredentialsRequest,
        response=None,
        query=(),
        body=("Credentials",),
        errors=(*USUAL, NOT_FOUND),
    ),
)
