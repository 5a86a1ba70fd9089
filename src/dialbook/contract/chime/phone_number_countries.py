"""The phone number countries family of chime.

Generated from botocore 1.44.5's model of chime 2018-05-01 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from msgspec import Struct

from dialbook.contract.chime.errors import (
    ACCESS_DENIED,
    USUAL,
)
from dialbook.contract.chime.shapes import (
    Alpha2CountryCode,
    PhoneNumberProductType,
    PhoneNumberType,
)
from dialbook.contract.model import Operation, QueryParameter


class ListSupportedPhoneNumberCountriesRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ListSupportedPhoneNumberCountries."""

    product_type: PhoneNumberProductType


class ListSupportedPhoneNumberCountriesResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ListSupportedPhoneNumberCountries."""

    phone_number_countries: list[PhoneNumberCountry] | None = None


class PhoneNumberCountry(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The phone number country."""

    country_code: Alpha2CountryCode | None = None
    supported_phone_number_types: list[PhoneNumberType] | None = None


OPERATIONS = (
    # Lists supported phone number countries.
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
