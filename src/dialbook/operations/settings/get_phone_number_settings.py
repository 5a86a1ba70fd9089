"""GetPhoneNumberSettings: retrieves the phone number settings of the account, such as the default outbound calling name."""

from __future__ import annotations

from dialbook.contract.voice.settings import GetPhoneNumberSettingsRequest, GetPhoneNumberSettingsResponse
from dialbook.domain.moments import iso8601
from dialbook.operations.context import Context


async def get_phone_number_settings(
    request: GetPhoneNumberSettingsRequest,  # noqa: ARG001 - it has no members
    ctx: Context,
) -> GetPhoneNumberSettingsResponse:
    """Show the default calling name as it was last set, also while numbers still show the one before (BEHAVIOUR.md 3.4)."""
    settings = await ctx.settings()
    updated_at = settings.calling_name_updated_at
    return GetPhoneNumberSettingsResponse(
        calling_name=settings.calling_name,
        calling_name_updated_timestamp=iso8601(updated_at) if updated_at else None,
    )
