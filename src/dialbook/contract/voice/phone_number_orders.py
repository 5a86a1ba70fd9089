"""The phone number orders family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from dialbook.contract.model import Operation, QueryParameter, Timestamp
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    NOT_FOUND,
    RESOURCE_LIMIT_EXCEEDED,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    E164PhoneNumber,
    GuidString,
    NextTokenString,
    PhoneNumberName,
    PhoneNumberProductType,
    ResultMax,
)

OrderedPhoneNumberStatus = Literal["Processing", "Acquired", "Failed"]
PhoneNumberOrderStatus = Literal[
    "Processing",
    "Successful",
    "Failed",
    "Partial",
    "PendingDocuments",
    "Submitted",
    "FOC",
    "ChangeRequested",
    "Exception",
    "CancelRequested",
    "Cancelled",
]
PhoneNumberOrderType = Literal["New", "Porting"]


class CreatePhoneNumberOrderRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of CreatePhoneNumberOrder."""

    e164_phone_numbers: list[E164PhoneNumber]
    name: PhoneNumberName | None = None
    product_type: PhoneNumberProductType


class CreatePhoneNumberOrderResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of CreatePhoneNumberOrder."""

    phone_number_order: PhoneNumberOrder | None = None


class GetPhoneNumberOrderRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of GetPhoneNumberOrder."""

    phone_number_order_id: GuidString


class GetPhoneNumberOrderResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of GetPhoneNumberOrder."""

    phone_number_order: PhoneNumberOrder | None = None


class ListPhoneNumberOrdersRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListPhoneNumberOrders."""

    max_results: ResultMax | None = None
    next_token: NextTokenString | None = None


class ListPhoneNumberOrdersResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListPhoneNumberOrders."""

    next_token: str | None = None
    phone_number_orders: list[PhoneNumberOrder] | None = None


class OrderedPhoneNumber(Struct, frozen=True, kw_only=True, rename="pascal"):
    """A phone number for which an order has been placed."""

    e164_phone_number: E164PhoneNumber | None = None
    status: OrderedPhoneNumberStatus | None = None


class PhoneNumberOrder(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The details of an Amazon Chime SDK phone number order."""

    created_timestamp: Timestamp | None = None
    foc_date: str | None = None
    order_type: PhoneNumberOrderType | None = None
    ordered_phone_numbers: list[OrderedPhoneNumber] | None = None
    phone_number_order_id: GuidString | None = None
    product_type: PhoneNumberProductType | None = None
    status: PhoneNumberOrderStatus | None = None
    updated_timestamp: Timestamp | None = None


OPERATIONS = (
    # Creates an order for phone numbers to be provisioned.
    Operation(
        name="CreatePhoneNumberOrder",
        method="POST",
        path=("phone-number-orders",),
        literal_query=(),
        status=201,
        request=CreatePhoneNumberOrderRequest,
        response=CreatePhoneNumberOrderResponse,
        query=(),
        body=("E164PhoneNumbers", "Name", "ProductType"),
        errors=(*USUAL, ACCESS_DENIED, RESOURCE_LIMIT_EXCEEDED),
    ),
    # Retrieves details for the specified phone number order, such as the order creation timestamp, phone numbers in E.164 format, product type, and order status.
    Operation(
        name="GetPhoneNumberOrder",
        method="GET",
        path=("phone-number-orders", "{PhoneNumberOrderId}"),
        literal_query=(),
        status=200,
        request=GetPhoneNumberOrderRequest,
        response=GetPhoneNumberOrderResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
    # Lists the phone numbers for an administrator's Amazon Chime SDK account.
    Operation(
        name="ListPhoneNumberOrders",
        method="GET",
        path=("phone-number-orders",),
        literal_query=(),
        status=200,
        request=ListPhoneNumberOrdersRequest,
        response=ListPhoneNumberOrdersResponse,
        query=(
            QueryParameter("max-results", "MaxResults", "integer"),
            QueryParameter("next-token", "NextToken", "string"),
        ),
        body=(),
        errors=(*USUAL,),
    ),
)
