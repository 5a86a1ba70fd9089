"""The search family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from dialbook.contract.model import Operation, QueryParameter
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    Alpha2CountryCode,
    E164PhoneNumber,
    PhoneNumberType,
)

PhoneNumberMaxResults = Annotated[int, Meta(ge=1, le=500)]
TollFreePrefix = Annotated[str, Meta(min_length=3, max_length=3, pattern=r"(?a)\A(?:^8(00|33|44|55|66|77|88)$)\Z")]


class SearchAvailablePhoneNumbersRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of SearchAvailablePhoneNumbers."""

    area_code: str | None = None
    city: str | None = None
    country: Alpha2CountryCode | None = None
    max_results: PhoneNumberMaxResults | None = None
    next_token: str | None = None
    phone_number_type: PhoneNumberType | None = None
    state: str | None = None
    toll_free_prefix: TollFreePrefix | None = None


class SearchAvailablePhoneNumbersResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of SearchAvailablePhoneNumbers."""

    e164_phone_numbers: list[E164PhoneNumber] | None = None
    next_token: str | UnsetType = UNSET


OPERATIONS = (
    # Searches the provisioned phone numbers in an organization.
    Operation(
        name="SearchAvailablePhoneNumbers",
        method="GET",
        path=("search",),
        literal_query=(("type", "phone-numbers"),),
        status=200,
        request=SearchAvailablePhoneNumbersRequest,
        response=SearchAvailablePhoneNumbersResponse,
        query=(
            QueryParameter("area-code", "AreaCode", "string"),
            QueryParameter("city", "City", "string"),
            QueryParameter("country", "Country", "string"),
            QueryParameter("max-results", "MaxResults", "integer"),
            QueryParameter("next-token", "NextToken", "string"),
            QueryParameter("phone-number-type", "PhoneNumberType", "string"),
            QueryParameter("state", "State", "string"),
            QueryParameter("toll-free-prefix", "TollFreePrefix", "string"),
        ),
        body=(),
        errors=(*USUAL, ACCESS_DENIED),
    ),
)
