"""The emergency calling family of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from dialbook.contract.model import Operation
from dialbook.contract.voice.errors import (
    ACCESS_DENIED,
    NOT_FOUND,
    USUAL,
)
from dialbook.contract.voice.shapes import (
    NonEmptyString,
    SensitiveNonEmptyString,
)

ValidationResult = Annotated[int, Meta(ge=0, le=2)]


class Address(Struct, frozen=True, kw_only=True, rename="camel"):
    """A validated address."""

    city: SensitiveNonEmptyString | None = None
    country: SensitiveNonEmptyString | None = None
    post_directional: SensitiveNonEmptyString | None = None
    postal_code: SensitiveNonEmptyString | None = None
    postal_code_plus4: SensitiveNonEmptyString | None = None
    pre_directional: SensitiveNonEmptyString | None = None
    state: SensitiveNonEmptyString | None = None
    street_name: SensitiveNonEmptyString | None = None
    street_number: SensitiveNonEmptyString | None = None
    street_suffix: SensitiveNonEmptyString | None = None


class CandidateAddress(Struct, frozen=True, kw_only=True, rename="camel"):
    """A suggested address."""

    city: SensitiveNonEmptyString | None = None
    country: SensitiveNonEmptyString | None = None
    postal_code: SensitiveNonEmptyString | None = None
    postal_code_plus4: SensitiveNonEmptyString | None = None
    state: SensitiveNonEmptyString | None = None
    street_info: SensitiveNonEmptyString | None = None
    street_number: SensitiveNonEmptyString | None = None


class ValidateE911AddressRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of ValidateE911Address."""

    aws_account_id: NonEmptyString
    city: SensitiveNonEmptyString
    country: SensitiveNonEmptyString
    postal_code: SensitiveNonEmptyString
    state: SensitiveNonEmptyString
    street_info: SensitiveNonEmptyString
    street_number: SensitiveNonEmptyString


class ValidateE911AddressResponse(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The response of ValidateE911Address."""

    address: Address | None = None
    address_external_id: str | None = None
    candidate_address_list: list[CandidateAddress] | None = None
    validation_result: ValidationResult | None = None


OPERATIONS = (
    # Validates an address to be used for 911 calls made with Amazon Chime SDK Voice Connectors.
    Operation(
        name="ValidateE911Address",
        method="POST",
        path=("emergency-calling", "address"),
        literal_query=(),
        status=202,
        request=ValidateE911AddressRequest,
        response=ValidateE911AddressResponse,
        query=(),
        body=("AwsAccountId", "City", "Country", "PostalCode", "State", "StreetInfo", "StreetNumber"),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND),
    ),
)
