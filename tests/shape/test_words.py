"""The words of the domain are those of the contracts, which the domain does not import."""

from __future__ import annotations

from typing import get_args

from dialbook.contract.chime import phone_numbers as older
from dialbook.contract.chime import shapes as older_shapes
from dialbook.contract.voice import phone_numbers as newer
from dialbook.contract.voice import shapes as newer_shapes
from dialbook.domain import phone_numbers as domain
from dialbook.operations.phone_numbers.view import OLDER_STATUS


def words(literal: object) -> set[str]:
    """Give the values of a Literal."""
    return set(get_args(literal))


def test_statuses_are_the_newer_contracts() -> None:
    """A number can have each of them, and no other."""
    assert words(domain.Status) == words(newer.PhoneNumberStatus)


def test_every_status_can_be_shown_to_the_older_contract() -> None:
    """What its enum does not know is shown as something that it knows, and nothing else is changed."""
    assert set(OLDER_STATUS) == words(domain.Status) - words(older.PhoneNumberStatus)
    assert set(OLDER_STATUS.values()) <= words(older.PhoneNumberStatus)


def test_products_and_associations_are_the_older_contracts() -> None:
    """It has the most, of which the newer one has a part."""
    assert words(domain.ProductType) == words(older_shapes.PhoneNumberProductType)
    assert words(domain.AssociationName) == words(older.PhoneNumberAssociationName)
    assert words(newer_shapes.PhoneNumberProductType) < words(domain.ProductType)
    assert words(newer.PhoneNumberAssociationName) < words(domain.AssociationName)


def test_types_and_calling_name_statuses_are_both_contracts() -> None:
    """They do not differ."""
    for contract, shapes in ((newer, newer_shapes), (older, older_shapes)):
        assert words(domain.NumberType) == words(shapes.PhoneNumberType)
        assert words(domain.CallingNameStatus) == words(contract.CallingNameStatus)
    assert words(domain.CallingNameOutcome) < words(domain.CallingNameStatus)
