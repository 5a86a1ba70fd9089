"""The phone number countries family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from msgspec import Struct

from dialbook.contract.model import Operation, QueryParameter
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    Alpha2CountryCode,
    PhoneNumberProductType,
    PhoneNumberType,
)


class ListSupportedPhoneNumberCountriesRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListSupportedPhoneNumberCountries."""

    product_type: PhoneNumberProductType


class ListSupportedPhoneNumberCountriesResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListSupportedPhoneNumberCountries."""

    phone_number_countries: list[PhoneNumberCountry] | None = None


class PhoneNumberCountry(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The phone number's country."""

    country_code: Alpha2CountryCode | None = None
    supported_phone_number_types: list[PhoneNumberType] | None = None


OPERATIONS = (
    # Lists the countries that you can order phone numbers from.
    Operation(
        name="ListSupportedPhoneNumberCountries",
        method="GET",
        path=("phone-number-countries",),
        literal_query=(),
        status=200,
        request=ListSupportedPhoneNumberCountriesRequest,
        response=ListSupportedPhoneNumberCountriesResponse,
        query=(QueryParameter("product-type", "ProductType", "string"),),
        body=(),
        errors=(*USUAL, ACCESS_DENIED),
    ),
)
