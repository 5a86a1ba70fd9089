"""The search family of chime.

Generated from botocore 1.44.5's model of chime 2018-05-01 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from dialbook.contract.chime.errors import (
    ACCESS_DENIED,
    USUAL,
)
from dialbook.contract.chime.shapes import (
    Alpha2CountryCode,
    E164PhoneNumber,
    PhoneNumberType,
)
from dialbook.contract.model import Operation, QueryParameter

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
    # Searches for phone numbers that can be ordered.
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
