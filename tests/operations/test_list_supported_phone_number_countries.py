"""ListSupportedPhoneNumberCountries through boto3 against the running application."""

from __future__ import annotations

from typing import Any

import pytest

from dialbook.domain.pool import PoolNumber
from dialbook.ports.store import Tx
from running import RunningServer, error_of

BOTH = ["Local", "TollFree"]
COUNTRIES = dict.fromkeys(("AT", "AU", "CH", "DE", "DK", "FI", "GB", "IE", "NZ", "SE", "US"), BOTH)
COUNTRIES |= {"CA": ["Local"], "IT": ["TollFree"], "KR": ["TollFree"], "NG": ["Local"], "PR": ["Local"]}


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


def countries(client: Any, product_type: str) -> dict[str, list[str]]:
    """Return the types of each country."""
    answer = client.list_supported_phone_number_countries(ProductType=product_type)
    return {one["CountryCode"]: one["SupportedPhoneNumberTypes"] for one in answer["PhoneNumberCountries"]}


def test_countries_of_each_product(server: RunningServer, namespace: str) -> None:
    """Outside the U.S. there is but one product; the countries are in alphabetical order."""
    client = server.client(namespace)
    found = countries(client, "SipMediaApplicationDialIn")
    assert found == COUNTRIES
    assert list(found) == sorted(found)
    assert countries(client, "VoiceConnector") == {"US": BOTH}


def test_business_calling(server: RunningServer) -> None:
    """Local numbers of the U.S.; the newer namespace does not know it."""
    assert countries(server.client("chime"), "BusinessCalling") == {"US": ["Local"]}
    call = server.client().list_supported_phone_number_countries
    assert error_of(call, ProductType="BusinessCalling") == (
        400,
        "BadRequestException",
        "ProductType must be one of SipMediaApplicationDialIn, VoiceConnector.",
    )


@pytest.mark.parametrize("product_type", ["", "Nope", "voiceconnector"])
def test_other_products(server: RunningServer, namespace: str, product_type: str) -> None:
    """There are none."""
    call = server.client(namespace).list_supported_phone_number_countries
    assert error_of(call, ProductType=product_type)[:2] == (400, "BadRequestException")


def test_what_is_listed_is_found(server: RunningServer, namespace: str) -> None:
    """A search finds numbers of every country and type, and none elsewhere: both answer from the same data."""
    client = server.client(namespace)
    for country, types in COUNTRIES.items():
        for kind in BOTH:
            us = {"Local": {"AreaCode": "206"}, "TollFree": {"TollFreePrefix": "844"}}[kind] if country == "US" else {}
            answer = client.search_available_phone_numbers(Country=country, PhoneNumberType=kind, **us)
            assert bool(answer["E164PhoneNumbers"]) == (kind in types)


def test_an_operators_pool(server: RunningServer, namespace: str) -> None:
    """Where one is loaded, its countries are listed, however many numbers they have."""
    numbers = [
        PoolNumber(e164="+12062000001", country="US", type="Local", area_code="206"),
        PoolNumber(e164="+12062000002", country="US", type="Local", area_code="206"),
        PoolNumber(e164="+442079460100", country="GB", type="Local"),
        PoolNumber(e164="+448001234567", country="GB", type="TollFree"),
        PoolNumber(e164="+81312345678", country="JP", type="Local"),
    ]

    async def load(tx: Tx) -> None:
        for number in numbers:
            await tx.put(number)

    server.store(load)
    client = server.client(namespace)
    assert countries(client, "SipMediaApplicationDialIn") == {"GB": BOTH, "JP": ["Local"], "US": ["Local"]}
    assert countries(client, "VoiceConnector") == {"US": ["Local"]}
