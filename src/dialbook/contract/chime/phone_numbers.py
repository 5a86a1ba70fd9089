"""The phone numbers family of chime.

Generated from botocore 1.44.5's model of chime 2018-05-01 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from dialbook.contract.chime.errors import (
    CONFLICT,
    NOT_FOUND,
    RESOURCE_LIMIT_EXCEEDED,
    USUAL,
)
from dialbook.contract.chime.shapes import (
    Alpha2CountryCode,
    CallingName,
    E164PhoneNumber,
    PhoneNumberProductType,
    PhoneNumberType,
    ResultMax,
)
from dialbook.contract.model import Operation, QueryParameter, Timestamp

CallingNameStatus = Literal["Unassigned", "UpdateInProgress", "UpdateSucceeded", "UpdateFailed"]
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
]
NonEmptyString = Annotated[str, Meta(pattern=r"(?a)\A(?:[^\S\n]*\S.*)\Z(?#.*\S.*)")]
PhoneNumberAssociationName = Literal["AccountId", "UserId", "VoiceConnectorId", "VoiceConnectorGroupId", "SipRuleId"]
PhoneNumberStatus = Literal[
    "AcquireInProgress",
    "AcquireFailed",
    "Unassigned",
    "Assigned",
    "ReleaseInProgress",
    "DeleteInProgress",
    "ReleaseFailed",
    "DeleteFailed",
]
NonEmptyStringList = Annotated[list[str], Meta(min_length=1)]


class BatchDeletePhoneNumberRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of BatchDeletePhoneNumber."""

    phone_number_ids: NonEmptyStringList


class BatchDeletePhoneNumberResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of BatchDeletePhoneNumber."""

    phone_number_errors: list[PhoneNumberError] | None = None


class BatchUpdatePhoneNumberRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of BatchUpdatePhoneNumber."""

    update_phone_number_request_items: list[UpdatePhoneNumberRequestItem]


class BatchUpdatePhoneNumberResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of BatchUpdatePhoneNumber."""

    phone_number_errors: list[PhoneNumberError] | None = None


class DeletePhoneNumberRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DeletePhoneNumber."""

    phone_number_id: str


class GetPhoneNumberRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetPhoneNumber."""

    phone_number_id: str


class GetPhoneNumberResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetPhoneNumber."""

    phone_number: PhoneNumber | None = None


class ListPhoneNumbersRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListPhoneNumbers."""

    filter_name: PhoneNumberAssociationName | None = None
    filter_value: str | None = None
    max_results: ResultMax | None = None
    next_token: str | None = None
    product_type: PhoneNumberProductType | None = None
    status: PhoneNumberStatus | None = None


class ListPhoneNumbersResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListPhoneNumbers."""

    next_token: str | None = None
    phone_numbers: list[PhoneNumber] | None = None


class PhoneNumber(Struct, frozen=True, kw_only=True, rename="pascal"):
    """A phone number used for Amazon Chime Business Calling or an Amazon Chime Voice Connector."""

    associations: list[PhoneNumberAssociation] | None = None
    calling_name: CallingName | None = None
    calling_name_status: CallingNameStatus | None = None
    capabilities: PhoneNumberCapabilities | None = None
    country: Alpha2CountryCode | None = None
    created_timestamp: Timestamp | None = None
    deletion_timestamp: Timestamp | None = None
    e164_phone_number: E164PhoneNumber | None = None
    phone_number_id: str | None = None
    product_type: PhoneNumberProductType | None = None
    status: PhoneNumberStatus | None = None
    type: PhoneNumberType | None = None
    updated_timestamp: Timestamp | None = None


class PhoneNumberAssociation(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The phone number associations, such as Amazon Chime account ID, Amazon Chime user ID, Amazon Chime Voice Connector ID, or Amazon Chime Voice Connector group ID."""

    associated_timestamp: Timestamp | None = None
    name: PhoneNumberAssociationName | None = None
    value: str | None = None


class PhoneNumberCapabilities(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The phone number capabilities for Amazon Chime Business Calling phone numbers, such as enabled inbound and outbound calling and text messaging."""

    inbound_call: bool | None = None
    inbound_mms: bool | None = field(default=None, name="InboundMMS")
    inbound_sms: bool | None = field(default=None, name="InboundSMS")
    outbound_call: bool | None = None
    outbound_mms: bool | None = field(default=None, name="OutboundMMS")
    outbound_sms: bool | None = field(default=None, name="OutboundSMS")


class PhoneNumberError(Struct, frozen=True, kw_only=True, rename="pascal"):
    """If the phone number action fails for one or more of the phone numbers in the request, a list of the phone numbers is returned, along with error codes and error messages."""

    error_code: ErrorCode | None = None
    error_message: str | None = None
    phone_number_id: NonEmptyString | None = None


class RestorePhoneNumberRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of RestorePhoneNumber."""

    phone_number_id: NonEmptyString


class RestorePhoneNumberResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of RestorePhoneNumber."""

    phone_number: PhoneNumber | None = None


class UpdatePhoneNumberRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of UpdatePhoneNumber."""

    calling_name: CallingName | None = None
    phone_number_id: str
    product_type: PhoneNumberProductType | None = None


class UpdatePhoneNumberRequestItem(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The phone number ID, product type, or calling name fields to update, used with the BatchUpdatePhoneNumber and UpdatePhoneNumber actions."""

    calling_name: CallingName | None = None
    phone_number_id: NonEmptyString
    product_type: PhoneNumberProductType | None = None


class UpdatePhoneNumberResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of UpdatePhoneNumber."""

    phone_number: PhoneNumber | None = None


OPERATIONS = (
    # Moves phone numbers into the Deletion queue.
    Operation(
        name="BatchDeletePhoneNumber",
        method="POST",
        path=("phone-numbers",),
        literal_query=(("operation", "batch-delete"),),
        status=200,
        request=BatchDeletePhoneNumberRequest,
        response=BatchDeletePhoneNumberResponse,
        query=(),
        body=("PhoneNumberIds",),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Updates phone number product types or calling names.
    Operation(
        name="BatchUpdatePhoneNumber",
        method="POST",
        path=("phone-numbers",),
        literal_query=(("operation", "batch-update"),),
        status=200,
        request=BatchUpdatePhoneNumberRequest,
        response=BatchUpdatePhoneNumberResponse,
        query=(),
        body=("UpdatePhoneNumberRequestItems",),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Moves the specified phone number into the Deletion queue.
    Operation(
        name="DeletePhoneNumber",
        method="DELETE",
        path=("phone-numbers", "{PhoneNumberId}"),
        literal_query=(),
        status=204,
        request=DeletePhoneNumberRequest,
        response=None,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Retrieves details for the specified phone number ID, such as associations, capabilities, and product type.
    Operation(
        name="GetPhoneNumber",
        method="GET",
        path=("phone-numbers", "{PhoneNumberId}"),
        literal_query=(),
        status=200,
        request=GetPhoneNumberRequest,
        response=GetPhoneNumberResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Lists the phone numbers for the specified Amazon Chime account, Amazon Chime user, Amazon Chime Voice Connector, or Amazon Chime Voice Connector group.
    Operation(
        name="ListPhoneNumbers",
        method="GET",
        path=("phone-numbers",),
        literal_query=(),
        status=200,
        request=ListPhoneNumbersRequest,
        response=ListPhoneNumbersResponse,
        query=(
            QueryParameter("filter-name", "FilterName", "string"),
            QueryParameter("filter-value", "FilterValue", "string"),
            QueryParameter("max-results", "MaxResults", "integer"),
            QueryParameter("next-token", "NextToken", "string"),
            QueryParameter("product-type", "ProductType", "string"),
            QueryParameter("status", "Status", "string"),
        ),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Moves a phone number from the Deletion queue back into the phone number Inventory.
    Operation(
        name="RestorePhoneNumber",
        method="POST",
        path=("phone-numbers", "{PhoneNumberId}"),
        literal_query=(("operation", "restore"),),
        status=200,
        request=RestorePhoneNumberRequest,
        response=RestorePhoneNumberResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND, RESOURCE_LIMIT_EXCEEDED),
    ),
    # Updates phone number details, such as product type or calling name, for the specified phone number ID.
    Operation(
        name="UpdatePhoneNumber",
        method="POST",
        path=("phone-numbers", "{PhoneNumberId}"),
        literal_query=(),
        status=200,
        request=UpdatePhoneNumberRequest,
        response=UpdatePhoneNumberResponse,
        query=(),
        body=("CallingName", "ProductType"),
        errors=(*USUAL, CONFLICT, NOT_FOUND),
    ),
)
