"""The shapes of several families of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Alpha2CountryCode = Annotated[str, Meta(pattern=r"(?a)\A(?:[A-Z]{2})\Z")]
Arn = Annotated[
    str,
    Meta(min_length=1, max_length=1024, pattern=r"(?a)\A(?:^arn[\/\:\-\_\.a-zA-Z0-9]+$)\Z", extra={"sensitive": True}),
]
CallingName = Annotated[str, Meta(pattern=r"(?a)\A(?:^$|^[a-zA-Z0-9 ]{2,15}$)\Z", extra={"sensitive": True})]
ClientRequestId = Annotated[str, Meta(pattern=r"(?a)\A(?:^[-_a-zA-Z0-9]*$)\Z(?#^[-_a-zA-Z0-9]*${2,64}$)")]
E164PhoneNumber = Annotated[str, Meta(pattern=r"(?a)\A(?:^\+?[1-9]\d{1,14}$)\Z", extra={"sensitive": True})]
ErrorCode = Literal[
    "BadRequest",
    "Conflict",
    "Forbidden",
    "NotFound",
    "PreconditionFailed",
    "ResourceLimitExceeded",
    "ServiceFailure",
    "AccessDenied",
    "ServiceUnavailable",
    "Throttled",
    "Throttling",
    "Unauthorized",
    "Unprocessable",
    "VoiceConnectorGroupAssociationsExist",
    "PhoneNumberAssociationsExist",
    "Gone",
    "Validation",
]
GuidString = Annotated[str, Meta(pattern=r"(?a)\A(?:[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12})\Z")]
NextTokenString = Annotated[str, Meta(max_length=65535)]
NonEmptyString = Annotated[str, Meta(pattern=r"(?a)\A(?:[^\S\n]*\S.*)\Z(?#.*\S.*)")]
NonEmptyString256 = Annotated[str, Meta(min_length=1, max_length=256, pattern=r"(?a)\A(?:[^\S\n]*\S.*)\Z(?#.*\S.*)")]
PhoneNumberName = Annotated[
    str,
    Meta(
        min_length=0,
        max_length=256,
        pattern=r"(?a)\A(?:^$|^[a-zA-Z0-9\,\.\_\-]+(\s+[a-zA-Z0-9\,\.\_\-]+)*$)\Z",
        extra={"sensitive": True},
    ),
]
PhoneNumberProductType = Literal["VoiceConnector", "SipMediaApplicationDialIn"]
PhoneNumberType = Literal["Local", "TollFree"]
ResultMax = Annotated[int, Meta(ge=1, le=100)]
SensitiveNonEmptyString = Annotated[str, Meta(pattern=r"(?a)\A(?:[^\S\n]*\S.*)\Z(?#.*\S.*)", extra={"sensitive": True})]
SensitiveString = Annotated[str, Meta(extra={"sensitive": True})]
TagKey = Annotated[str, Meta(min_length=1, max_length=128, extra={"sensitive": True})]
TagValue = Annotated[str, Meta(min_length=0, max_length=256, extra={"sensitive": True})]
VoiceConnectorAwsRegion = Literal[
    "us-east-1",
    "us-west-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "ap-northeast-2",
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
]
VoiceConnectorId = Annotated[
    str, Meta(pattern=r"(?a)\A(?:([a-z0-9]{21,22}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}))\Z")
]


class CallDetails(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The details of an Amazon Chime SDK Voice Connector call."""

    is_caller: bool | None = None
    transaction_id: NonEmptyString256 | None = None
    voice_connector_id: VoiceConnectorId | None = None


class PhoneNumberError(Struct, frozen=True, kw_only=True, rename="pascal"):
    """If a phone number action fails for one or more of the phone numbers in a request, a list of the failed phone numbers is returned, along with error codes and error messages."""

    error_code: ErrorCode | None = None
    error_message: str | None = None
    phone_number_id: SensitiveNonEmptyString | None = None


class Tag(Struct, frozen=True, kw_only=True, rename="pascal"):
    """Describes a tag applied to a resource."""

    key: TagKey
    value: TagValue


TagList = Annotated[list[Tag], Meta(min_length=1, max_length=50)]
