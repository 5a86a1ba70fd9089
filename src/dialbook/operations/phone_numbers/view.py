"""A phone number as the API shows it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from dialbook.contract.model import Namespace
from dialbook.contract.voice import phone_numbers as voice
from dialbook.domain.calling_names import takes_default
from dialbook.domain.moments import iso8601
from dialbook.domain.numbering import phone_number_id_of
from dialbook.domain.phone_numbers import Capabilities, PhoneNumber, Status
from dialbook.operations.context import Context

STATUSES: tuple[Status, ...] = get_args(Status)
OLDER_STATUS: dict[Status, Status] = {
    "PortinInProgress": "AcquireInProgress",
    "PortinCancelRequested": "AcquireInProgress",
    "Cancelled": "AcquireFailed",
}
"""What the older namespace shows for statuses that its enum does not know. Our choice."""
REMEMBERED = 2048
"""How many numbers are remembered as they are shown: as many as the SQLite store remembers records."""


async def view(number: PhoneNumber, ctx: Context) -> voice.PhoneNumber:
    """Return the number as the newer contract has it, of which the older one shows a part."""
    return _shown(number, await _default_calling_name(number, ctx), ctx.region, ctx.namespace)


async def view_again(number: PhoneNumber, ctx: Context) -> voice.PhoneNumber:
    """Return the same for a number by itself that is only read: most are asked for again before they change.

    What an update makes of a number is not remembered, nor are pages. In their thousands they would push out what is asked for again,
    and lie between everything else in memory: updates, and reads from then on, take a tenth longer.
    """
    return _shown_again(number, await _default_calling_name(number, ctx), ctx.region, ctx.namespace)


async def _default_calling_name(number: PhoneNumber, ctx: Context) -> str | None:
    return (await ctx.settings()).calling_name_in_force if takes_default(number) else None


def _shown(number: PhoneNumber, default: str | None, region: str, namespace: Namespace) -> voice.PhoneNumber:
    """Show a number."""
    product_type: Any = number.product_type  # BusinessCalling reaches only the older namespace, whose enum has it
    return voice.PhoneNumber(
        associations=associations_view(number),
        calling_name=default or number.calling_name,
        calling_name_status=_calling_name_status(number, default),
        capabilities=capabilities_view(number.capabilities),
        country=number.country,
        created_timestamp=iso8601(number.created_at),
        deletion_timestamp=iso8601(number.deleted_at) if number.deleted_at else None,
        e164_phone_number=number.e164,
        name=number.name,
        order_id=number.order_id,
        phone_number_arn=f"arn:aws:chime:{region}:{number.account}:phone-number/{number.e164[1:]}",
        phone_number_id=phone_number_id_of(number.e164),
        product_type=product_type,
        status=status_view(number.status, namespace),
        type=number.type,
        updated_timestamp=iso8601(number.updated_at),
    )


def _calling_name_status(number: PhoneNumber, default: str | None) -> Any:
    """Return how the number's own update stands; where there was none, the default is in force (BEHAVIOUR.md 5, row 38)."""
    return "UpdateSucceeded" if default and number.calling_name_status == "Unassigned" else number.calling_name_status


_shown_again = lru_cache(maxsize=REMEMBERED)(_shown)  # nothing of what is shown is ever changed


def status_view(status: Status, namespace: Namespace) -> Status:
    """Return a number's status as the namespace shows it."""
    return OLDER_STATUS.get(status, status) if namespace == "chime" else status


def statuses_shown_as(shown: str, ctx: Context) -> tuple[Status, ...]:
    """Return the statuses that the namespace shows as this one, so that a filter finds what a list shows."""
    return tuple(status for status in STATUSES if status_view(status, ctx.namespace) == shown)


def associations_view(number: PhoneNumber) -> list[voice.PhoneNumberAssociation]:
    """Return what a number is assigned to as the API shows it: one thing or nothing."""
    if number.association_name is None:
        return []
    name: Any = (
        number.association_name
    )  # AccountId and UserId belong to BusinessCalling numbers: the older namespace alone
    since = iso8601(number.associated_at) if number.associated_at else None
    return [voice.PhoneNumberAssociation(associated_timestamp=since, name=name, value=number.association_value)]


def capabilities_view(capabilities: Capabilities) -> voice.PhoneNumberCapabilities:
    """Return what a number can carry as the API shows it."""
    return voice.PhoneNumberCapabilities(
        inbound_call=capabilities.inbound_call,
        inbound_mms=capabilities.inbound_mms,
        inbound_sms=capabilities.inbound_sms,
        outbound_call=capabilities.outbound_call,
        outbound_mms=capabilities.outbound_mms,
        outbound_sms=capabilities.outbound_sms,
    )
