"""What an account has set for all its numbers and voice connectors."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec

from dialbook.domain.phone_numbers import CallingNameOutcome
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules


class AccountSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one account: those of phone numbers, and the global ones."""

    table: ClassVar[str] = "account_settings"
    key: ClassVar[tuple[str, ...]] = ("account",)
    seldom_written: ClassVar[bool] = True
    noun: ClassVar[str] = "account"

    account: str
    calling_name: str | None = None
    """The default calling name as it was last set; it can be read at once."""
    calling_name_updated_at: datetime | None = None
    calling_name_outcome: CallingNameOutcome | None = None
    """What the carrier will say of it."""
    calling_name_in_force: str | None = None
    """The default calling name that numbers show; while another is pending, still the old one."""
    settles_at: datetime | None = None
    """When the pending default calling name takes effect."""
    voice_connector_cdr_bucket: str | None = None
    """The name of the S3 bucket for call detail records of voice connectors."""
    business_calling_cdr_bucket: str | None = None
    """The same of the older namespace's BusinessCalling."""


def settle(settings: AccountSettings, now: datetime) -> AccountSettings:
    """Return what the settings have become by ``now``: a default calling name that is due is in force, unless the carrier refused it."""
    if settings.settles_at is None or settings.settles_at > now:
        return settings
    refused = settings.calling_name_outcome == "UpdateFailed"
    return msgspec.structs.replace(
        settings,
        calling_name_in_force=settings.calling_name_in_force if refused else settings.calling_name,
        calling_name_outcome=None,
        settles_at=None,
    )


def set_default_calling_name(
    settings: AccountSettings, calling_name: str, outcome: CallingNameOutcome, now: datetime, rules: Rules
) -> AccountSettings:
    """Send a default calling name on its way, or with an empty text the clearing of it.

    "You can update your default calling name once every seven days." Raises Refusal BadRequest, for the operation models no Conflict.
    """
    earlier = settings.calling_name_updated_at
    if earlier is not None and now < earlier + rules.default_calling_name_interval:
        raise Refusal("BadRequest", "The default CallingName was updated too recently to be updated again.")
    return msgspec.structs.replace(
        settings,
        calling_name=calling_name or None,
        calling_name_updated_at=now,
        calling_name_outcome=outcome,
        settles_at=now + rules.calling_name_delay,
    )
