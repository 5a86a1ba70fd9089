"""The accounts family of chime.

Generated from botocore 1.44.5's model of chime 2018-05-01 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from msgspec import Struct

from dialbook.contract.chime.errors import (
    ACCESS_DENIED,
    NOT_FOUND,
    USUAL,
)
from dialbook.contract.chime.shapes import (
    E164PhoneNumber,
)
from dialbook.contract.model import Operation


class AssociatePhoneNumberWithUserRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of AssociatePhoneNumberWithUser."""

    account_id: str
    e164_phone_number: E164PhoneNumber
    user_id: str


class AssociatePhoneNumberWithUserResponse(Struct, frozen=True, kw_only=True):
    """The response of AssociatePhoneNumberWithUser."""


class DisassociatePhoneNumberFromUserRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The request of DisassociatePhoneNumberFromUser."""

    account_id: str
    user_id: str


class DisassociatePhoneNumberFromUserResponse(Struct, frozen=True, kw_only=True):
    """The response of DisassociatePhoneNumberFromUser."""


OPERATIONS = (
    # Associates a phone number with the specified Amazon Chime user.
    Operation(
        name="AssociatePhoneNumberWithUser",
        method="POST",
        path=("accounts", "{AccountId}", "users", "{UserId}"),
        literal_query=(("operation", "associate-phone-number"),),
        status=200,
        request=AssociatePhoneNumberWithUserRequest,
        response=AssociatePhoneNumberWithUserResponse,
        query=(),
        body=("E164PhoneNumber",),
        errors=(*USUAL, ACCESS_DENIED, NOT_FOUND),
    ),
    # Disassociates the primary provisioned phone number from the specified Amazon Chime user.
    Operation(
        name="DisassociatePhoneNumberFromUser",
        method="POST",
        path=("accounts", "{AccountId}", "users", "{UserId}"),
        literal_query=(("operation", "disassociate-phone-number"),),
        status=200,
        request=DisassociatePhoneNumberFromUserRequest,
        response=DisassociatePhoneNumberFromUserResponse,
        query=(),
        body=(),
        errors=(*USUAL, NOT_FOUND),
    ),
)
