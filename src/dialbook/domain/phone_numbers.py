"""A phone number of an account's inventory and the rules of its changes: pure functions on a frozen record."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules

ProductType = Literal["BusinessCalling", "VoiceConnector", "SipMediaApplicationDialIn"]
NumberType = Literal["Local", "TollFree"]
Status = Literal[
    "AcquireInProgress",
    "AcquireFailed",
    "Unassigned",
    "Assigned",
    "ReleaseInProgress",
    "DeleteInProgress",
    "ReleaseFailed",
    "DeleteFailed",
    "Cancelled",
    "PortinCancelRequested",
    "PortinInProgress",
]
CallingNameStatus = Literal["Unassigned", "UpdateInProgress", "UpdateSucceeded", "UpdateFailed"]
CallingNameOutcome = Literal["UpdateSucceeded", "UpdateFailed"]
AssociationName = Literal["AccountId", "UserId", "VoiceConnectorId", "VoiceConnectorGroupId", "SipRuleId"]


class Association(msgspec.Struct, frozen=True, kw_only=True):
    """What a number is assigned to."""

    name: AssociationName
    value: str
    associated_at: datetime


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a number can carry."""

    inbound_call: bool = True
    inbound_mms: bool = True
    inbound_sms: bool = True
    outbound_call: bool = True
    outbound_mms: bool = True
    outbound_sms: bool = True


class PhoneNumber(msgspec.Struct, frozen=True, kw_only=True):
    """One number of one account's inventory. Times are UTC with milliseconds."""

    table: ClassVar[str] = "phone_numbers"
    key: ClassVar[tuple[str, ...]] = ("account", "e164")
    noun: ClassVar[str] = "phone number"

    account: str
    e164: str
    country: str
    """ISO 3166-1 alpha-2."""
    type: NumberType
    product_type: ProductType
    status: Status = "Unassigned"
    name: str | None = None
    calling_name: str | None = None
    """The name in force; while another is pending, still the old one."""
    calling_name_status: CallingNameStatus = "Unassigned"
    calling_name_requested_at: datetime | None = None
    pending_calling_name: str | None = None
    """The name on its way; empty while the name in force is being cleared."""
    pending_outcome: CallingNameOutcome | None = None
    """What the carrier will say of the pending name."""
    settles_at: datetime | None = None
    """When the pending change takes effect."""
    associations: tuple[Association, ...] = ()
    capabilities: Capabilities = Capabilities()
    order_id: str | None = None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    """When the number was put into the deletion queue."""


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """The details that a request gives; None stands for one it does not give, an empty text for clearing one."""

    product_type: ProductType | None = None
    calling_name: str | None = None
    name: str | None = None


# "Only unassigned numbers can be switched" and numbers in the deletion queue are not in the inventory; that nothing at all of a number
# on its way in or out can be changed is our choice.
REVISABLE: frozenset[Status] = frozenset({"Unassigned", "Assigned"})


def settle(number: PhoneNumber, now: datetime) -> PhoneNumber:
    """Return what the number has become by ``now``: a pending calling name that is due has succeeded or failed."""
    if number.settles_at is None or number.settles_at > now:
        return number
    return finish_calling_name(number, number.pending_outcome or "UpdateSucceeded", number.settles_at)


def revise(
    number: PhoneNumber, details: Details, outcome: CallingNameOutcome, now: datetime, rules: Rules
) -> PhoneNumber:
    """Change one detail of the number; ``outcome`` is what the carrier will say of a new calling name.

    Raises Refusal: BadRequest where a restriction forbids the change, Conflict while a calling name is pending.
    """
    refuse_all_but_one(details)
    if number.status not in REVISABLE:
        raise Refusal("BadRequest", f"A phone number with status {number.status} cannot be updated.")
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


def refuse_unfit_product(product_type: ProductType, country: str, number_type: NumberType) -> None:
    """Refuse a product that numbers of this country and type cannot have."""
    if country != "US" and product_type != "SipMediaApplicationDialIn":
        # "For numbers outside the U.S., you must use the Amazon Chime SDK SIP Media Application Dial-In product type."
        raise Refusal("BadRequest", "ProductType must be SipMediaApplicationDialIn for phone numbers outside the U.S.")
    if number_type == "TollFree" and product_type == "BusinessCalling":
        raise Refusal("BadRequest", "ProductType cannot be BusinessCalling for toll-free phone numbers.")


def refuse_unfit_calling_name(country: str, number_type: NumberType) -> None:
    """Refuse a calling name for numbers that cannot have one: they are for toll-based U.S. numbers (BEHAVIOUR.md 3.4)."""
    if country != "US" or number_type == "TollFree":
        raise Refusal("BadRequest", "CallingName can be set only for toll-based U.S. phone numbers.")


def request_calling_name(
    number: PhoneNumber, calling_name: str, outcome: CallingNameOutcome, now: datetime, rules: Rules
) -> PhoneNumber:
    """Send a calling name on its way, or with an empty text the clearing of the one in force.

    The old one is shown until the new one arrives.
    """
    refuse_unfit_calling_name(number.country, number.type)
    if number.pending_calling_name is not None:
        # "Pending updates to outbound calling names must be complete before you can request another update."
        raise Refusal("Conflict", "CallingName cannot be updated while an earlier update of it is pending.")
    earlier = number.calling_name_requested_at
    if earlier is not None and now < earlier + rules.calling_name_interval:
        raise Refusal("BadRequest", "CallingName was updated too recently to be updated again.")
    return msgspec.structs.replace(
        number,
        calling_name_status="UpdateInProgress",
        calling_name_requested_at=now,
        pending_calling_name=calling_name,
        pending_outcome=outcome,
        settles_at=now + rules.calling_name_delay,
        updated_at=now,
    )


def finish_calling_name(number: PhoneNumber, outcome: CallingNameOutcome, at: datetime) -> PhoneNumber:
    """Give the pending calling name its outcome. A failed one leaves the name in force as it was; a cleared one leaves none."""
    if number.pending_calling_name is None:
        raise Refusal("BadRequest", "No update of CallingName is pending.")
    arrived = outcome == "UpdateSucceeded"
    calling_name = (number.pending_calling_name or None) if arrived else number.calling_name
    return msgspec.structs.replace(
        number,
        calling_name=calling_name,
        calling_name_status="Unassigned" if arrived and calling_name is None else outcome,
        pending_calling_name=None,
        pending_outcome=None,
        settles_at=None,
        updated_at=at,
    )


def visible(number: PhoneNumber, namespace: str, rules: Rules) -> bool:
    """Tell whether a namespace shows the number: the enum of the newer one does not know BusinessCalling."""
    return number.product_type != "BusinessCalling" or namespace == "chime" or rules.business_calling_in_voice
