"""The details of a number that an account may change, one at a time: product type, calling name, name."""

from __future__ import annotations

from datetime import datetime

import msgspec

from dialbook.domain.calling_names import request_calling_name
from dialbook.domain.phone_numbers import CallingNameOutcome, PhoneNumber, ProductType, refuse_unfit_product, step
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """The details that a request gives; None stands for one it does not give, an empty text for clearing one."""

    product_type: ProductType | None = None
    calling_name: str | None = None
    name: str | None = None


def revise(
    number: PhoneNumber, details: Details, outcome: CallingNameOutcome, now: datetime, rules: Rules
) -> PhoneNumber:
    """Change one detail of the number; ``outcome`` is what the carrier will say of a new calling name.

    Raises Refusal: BadRequest where a restriction forbids the change, Conflict while a calling name is pending.
    """
    refuse_all_but_one(details)
    step(number.status, "update")
    if details.product_type is not None:
        return change_product_type(number, details.product_type, now)
    if details.calling_name is not None:
        return request_calling_name(number, details.calling_name, outcome, now, rules)
    return msgspec.structs.replace(number, name=details.name or None, updated_at=now)


def refuse_all_but_one(details: Details) -> None:
    """Refuse none and several: "You can update one phone number detail at a time"."""
    given = sum(detail is not None for detail in (details.product_type, details.calling_name, details.name))
    if given != 1:
        raise Refusal(
            "BadRequest",
            "Give exactly one of ProductType, CallingName and Name: one phone number detail can be updated at a time.",
        )


def change_product_type(number: PhoneNumber, product_type: ProductType, now: datetime) -> PhoneNumber:
    """Switch the number to another product. The same product again changes nothing."""
    if product_type == number.product_type:
        return number
    if number.status == "Assigned":
        raise Refusal("BadRequest", "ProductType can be changed only while the phone number is unassigned.")
    refuse_unfit_product(product_type, number.country, number.type)
    return msgspec.structs.replace(number, product_type=product_type, updated_at=now)
