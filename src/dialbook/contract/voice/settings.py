"""The settings family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from dialbook.contract.model import Operation, Timestamp
from dialbook.contract.voice.errors import (
    USUAL,
)
from dialbook.contract.voice.shapes import (
    CallingName,
)

S3BucketName = Annotated[
    str,
    Meta(min_length=1, max_length=64, pattern=r"(?a)\A(?:(?!(^xn--|.+-s3alias$))^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$)\Z"),
]


class GetGlobalSettingsRequest(Struct, frozen=True, kw_only=True):
    """The request of GetGlobalSettings."""


class GetGlobalSettingsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetGlobalSettings."""

    voice_connector: VoiceConnectorSettings | None = None


class GetPhoneNumberSettingsRequest(Struct, frozen=True, kw_only=True):
    """The request of GetPhoneNumberSettings."""


class GetPhoneNumberSettingsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetPhoneNumberSettings."""

    calling_name: CallingName | None = None
    calling_name_updated_timestamp: Timestamp | None = None


class UpdateGlobalSettingsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdateGlobalSettings."""

    voice_connector: VoiceConnectorSettings


class UpdatePhoneNumberSettingsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdatePhoneNumberSettings."""

    calling_name: CallingName


class VoiceConnectorSettings(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The Amazon Chime SDK Voice Connector settings."""

    cdr_bucket: S3BucketName | None = None


OPERATIONS = (
    # Retrieves the global settings for the Amazon Chime SDK Voice Connectors in an AWS account.
    Operation(
        name="GetGlobalSettings",
        method="GET",
        path=("settings",),
        literal_query=(),
        status=200,
        request=GetGlobalSettingsRequest,
        response=GetGlobalSettingsResponse,
        query=(),
        body=(),
        errors=(*USUAL,),
    ),
    # Retrieves the phone number settings for the administrator's AWS account, such as the default outbound calling name.
    Operation(
        name="GetPhoneNumberSettings",
        method="GET",
        path=("settings", "phone-number"),
        literal_query=(),
        status=200,
        request=GetPhoneNumberSettingsRequest,
        response=GetPhoneNumberSettingsResponse,
        query=(),
        body=(),
        errors=(*USUAL,),
    ),
    # Updates global settings for the Amazon Chime SDK Voice Connectors in an AWS account.
    Operation(
        name="UpdateGlobalSettings",
        method="PUT",
        path=("settings",),
        literal_query=(),
        status=204,
        request=UpdateGlobalSettingsRequest,
        response=None,
        query=(),
        body=("VoiceConnector",),
        errors=(*USUAL,),
    ),
    # Updates the phone number settings for the administrator's AWS account, such as the default outbound calling name.
    Operation(
        name="UpdatePhoneNumberSettings",
        method="PUT",
        path=("settings", "phone-number"),
        literal_query=(),
        status=204,
        request=UpdatePhoneNumberSettingsRequest,
        response=None,
        query=(),
        body=("CallingName",),
        errors=(*USUAL,),
    ),
)
