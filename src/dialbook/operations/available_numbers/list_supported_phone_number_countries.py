"""ListSupportedPhoneNumberCountries: lists the countries that phone numbers can be ordered from.

Differs from AWS: the countries are those that the simulated carrier sells.
"""

from __future__ import annotations

from dialbook.contract.voice.phone_number_countries import (
    ListSupportedPhoneNumberCountriesRequest,
    ListSupportedPhoneNumberCountriesResponse,
    PhoneNumberCountry,
)
from dialbook.domain.phone_numbers import NumberType, suits
from dialbook.operations.context import Context
from dialbook.operations.numbers_on_offer import countries_on_offer


async def list_supported_phone_number_countries(
    request: ListSupportedPhoneNumberCountriesRequest, ctx: Context
) -> ListSupportedPhoneNumberCountriesResponse:
    """Show the countries of the numbers that searches find, with those types that can have the product."""
    countries = await countries_on_offer(ctx)
    fit: dict[str, list[NumberType]] = {
        country: [kind for kind in types if suits(request.product_type, country, kind)]
        for country, types in countries.items()
    }
    return ListSupportedPhoneNumberCountriesResponse(
        phone_number_countries=[
            PhoneNumberCountry(country_code=country, supported_phone_number_types=types)
            for country, types in fit.items()
            if types
        ]
    )
