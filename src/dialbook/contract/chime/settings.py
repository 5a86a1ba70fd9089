"""The settings family of chime.

Generated from botocore 1.44.5's model of chime 2018-05-01 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from msgspec import Struct

from dialbook.contract.chime.errors import (
    USUAL,
)
from dialbook.contract.chime.shapes import (
    CallingName,
)
from dialbook.contract.model import Operation, Timestamp


class BusinessCallingSettings(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The Amazon Chime Business Calling settings for the administrator's AWS account."""

    cdr_bucket: str | None = None


class GetGlobalSettingsRequest(Struct, frozen=True, kw_only=True):
    """The request of GetGlobalSettings."""


class GetGlobalSettingsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetGlobalSettings."""

    business_calling: BusinessCallingSettings | None = None
    voice_connector: VoiceConnectorSettings | None = None


class GetPhoneNumberSettingsRequest(Struct, frozen=True, kw_only=True):
    """The request of GetPhoneNumberSettings."""


class GetPhoneNumberSettingsResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetPhoneNumberSettings."""

    calling_name: CallingName | None = None
    calling_name_updated_timestamp: Timestamp | None = None


class UpdateGlobalSettingsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdateGlobalSettings."""

    business_calling: BusinessCallingSettings | None = None
    voice_connector: VoiceConnectorSettings | None = None


class UpdatePhoneNumberSettingsRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdatePhoneNumberSettings."""

    calling_name: CallingName


class VoiceConnectorSettings(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The Amazon Chime Voice Connector settings."""

    cdr_bucket: str | None = None


OPERATIONS = (
    # Retrieves global settings for the administrator's AWS account, such as Amazon Chime Business Calling and Amazon Chime Voice Connector settings.
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
    # Updates global settings for the administrator's AWS account, such as Amazon Chime Business Calling and Amazon Chime Voice Connector settings.
    Operation(
        name="UpdateGlobalSettings",
        method="PUT",
        path=("settings",),
        literal_query=(),
        status=204,
        request=UpdateGlobalSettingsRequest,
        response=None,
        query=(),
        body=("BusinessCalling", "VoiceConnector"),
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
