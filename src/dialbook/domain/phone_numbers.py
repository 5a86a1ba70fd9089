"""A phone number of an account's inventory, and the table of its life."""

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
Acquisition = Literal["Acquired", "AcquireFailed"]
Release = Literal["Removed", "ReleaseFailed", "DeleteFailed"]
AssociationName = Literal["AccountId", "UserId", "VoiceConnectorId", "VoiceConnectorGroupId", "SipRuleId"]


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a number can carry."""

    inbound_call: bool = True
    inbound_mms: bool = True
    inbound_sms: bool = True
    outbound_call: bool = True
    outbound_mms: bool = True
    outbound_sms: bool = True


class PhoneNumber(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """One number of one account's inventory. Times are UTC with milliseconds."""

    table: ClassVar[str] = "phone_numbers"
    key: ClassVar[tuple[str, ...]] = ("account", "e164")
    seldom_contended: ClassVar[bool] = True
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
    pending_outcome: CallingNameOutcome | Acquisition | Release | None = None
    """What the carrier will say of what is pending: a calling name, the acquisition or the release."""
    settles_at: datetime | None = None
    """When what is pending takes effect."""
    association_name: AssociationName | None = None
    """What kind of thing the number is assigned to. A number that is Assigned has one association, any other has none."""
    association_value: str | None = None
    """The id of what the number is assigned to."""
    associated_at: datetime | None = None
    capabilities: Capabilities = Capabilities()
    order_id: str | None = None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    """When the number was put into the deletion queue."""


Cause = Literal[
    "order",
    "acquire",
    "fail to acquire",
    "import",
    "port in",
    "complete port-in",
    "request cancellation",
    "cancel port-in",
    "associate",
    "disassociate",
    "update",
    "delete",
    "restore",
    "release",
    "fail to release",
    "remove",
    "fail to remove",
]
"""What makes a number go from one status to the next."""
Actor = Literal["account", "carrier", "operator"]
"""Who may cause it: the account by an operation, the carrier in its own time, an operator by a command."""


class Move(msgspec.Struct, frozen=True):
    """One allowed step of a number's life. ``None`` stands for a number that is not in any inventory."""

    source: Status | None
    cause: Cause
    target: Status | None
    by: Actor


MOVES: tuple[Move, ...] = (
    # Into the inventory.
    Move(None, "order", "AcquireInProgress", "account"),
    Move("AcquireInProgress", "acquire", "Unassigned", "carrier"),
    Move("AcquireInProgress", "fail to acquire", "AcquireFailed", "carrier"),
    Move(None, "import", "Unassigned", "operator"),
    # Porting is begun by AWS Support, never through the API (BEHAVIOUR.md 3.5): here by a command.
    Move(None, "port in", "PortinInProgress", "operator"),
    Move("PortinInProgress", "complete port-in", "Unassigned", "operator"),
    Move("PortinInProgress", "request cancellation", "PortinCancelRequested", "operator"),
    Move("PortinCancelRequested", "cancel port-in", "Cancelled", "operator"),
    # In use.
    Move("Unassigned", "update", "Unassigned", "account"),
    Move("Assigned", "update", "Assigned", "account"),
    Move("Unassigned", "associate", "Assigned", "account"),
    Move("Assigned", "associate", "Assigned", "account"),
    Move("Assigned", "disassociate", "Unassigned", "account"),
    # Out of it. "Deleted phone numbers remain in the Deletion queue for 7 days before they are deleted permanently." Deleting twice
    # is no error, so that a retry after a lost answer is safe (BEHAVIOUR.md 5, row 10).
    Move("Unassigned", "delete", "ReleaseInProgress", "account"),
    Move("ReleaseInProgress", "delete", "ReleaseInProgress", "account"),
    Move("ReleaseInProgress", "restore", "Unassigned", "account"),
    Move("ReleaseInProgress", "release", "DeleteInProgress", "carrier"),
    Move("ReleaseInProgress", "fail to release", "ReleaseFailed", "carrier"),
    Move("DeleteInProgress", "remove", None, "carrier"),
    Move("DeleteInProgress", "fail to remove", "DeleteFailed", "carrier"),
    # Our choice: what failed can be tried again, and what was never acquired is gone at once.
    Move("ReleaseFailed", "delete", "ReleaseInProgress", "account"),
    Move("ReleaseFailed", "restore", "Unassigned", "account"),
    Move("DeleteFailed", "delete", "ReleaseInProgress", "account"),
    Move("AcquireFailed", "delete", None, "account"),
    Move("Cancelled", "delete", None, "account"),
    # Our choice: a number that was never acquired, or is not ported in after all, is nobody's. Whoever asks first can have it, and where
    # that is the same account, it begins anew.
    Move("AcquireFailed", "order", "AcquireInProgress", "account"),
    Move("AcquireFailed", "port in", "PortinInProgress", "operator"),
    Move("AcquireFailed", "import", "Unassigned", "operator"),
    Move("Cancelled", "order", "AcquireInProgress", "account"),
    Move("Cancelled", "port in", "PortinInProgress", "operator"),
    Move("Cancelled", "import", "Unassigned", "operator"),
)
"""The life of a number: every move that there is (BEHAVIOUR.md 3.1). docs/lifecycle.md is drawn from it."""

_TARGETS = {(move.source, move.cause): move.target for move in MOVES}

_PARTICIPLES: dict[Cause, str] = {
    "associate": "associated",
    "disassociate": "disassociated",
    "update": "updated",
    "delete": "deleted",
    "restore": "restored",
}


def step(status: Status, cause: Cause) -> Status | None:
    """Return the status that follows; None where the number is no more.

    Raises Refusal for a move that is not in the table: BadRequest, and PhoneNumberAssociationsExist for deleting an assigned number.
    """
    if (status, cause) in _TARGETS:
        return _TARGETS[status, cause]
    if status == "Assigned" and cause == "delete":
        raise Refusal(
            "PhoneNumberAssociationsExist", "The phone number must be disassociated before it can be deleted."
        )
    done = _PARTICIPLES.get(cause, f"moved by '{cause}'")
    raise Refusal("BadRequest", f"A phone number with status {status} cannot be {done}.")


def refuse_unfit_product(product_type: ProductType, country: str, number_type: NumberType) -> None:
    """Refuse a product that numbers of this country and type cannot have."""
    if country != "US" and product_type != "SipMediaApplicationDialIn":
        # "For numbers outside the U.S., you must use the Amazon Chime SDK SIP Media Application Dial-In product type."
        raise Refusal("BadRequest", "ProductType must be SipMediaApplicationDialIn for phone numbers outside the U.S.")
    if number_type == "TollFree" and product_type == "BusinessCalling":
        raise Refusal("BadRequest", "ProductType cannot be BusinessCalling for toll-free phone numbers.")


def suits(product_type: ProductType, country: str, number_type: NumberType) -> bool:
    """Tell whether numbers of this country and type can have a product."""
    try:
        refuse_unfit_product(product_type, country, number_type)
    except Refusal:
        return False
    return True


def visible_products(namespace: str, rules: Rules) -> tuple[ProductType, ...]:
    """Return the products whose numbers a namespace shows: the enum of the newer one does not know BusinessCalling."""
    if namespace == "chime" or rules.business_calling_in_voice:
        return ("BusinessCalling", "SipMediaApplicationDialIn", "VoiceConnector")
    return ("SipMediaApplicationDialIn", "VoiceConnector")


def visible(number: PhoneNumber, namespace: str, rules: Rules) -> bool:
    """Tell whether a namespace shows the number."""
    return number.product_type in visible_products(namespace, rules)
