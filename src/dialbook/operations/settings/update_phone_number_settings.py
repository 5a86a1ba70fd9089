"""UpdatePhoneNumberSettings: updates the phone number settings of the account, such as the default outbound calling name.

Differs from AWS: under `relaxed` the default calling name can be set at any time and is there after five seconds.
"""

from __future__ import annotations

from dialbook.contract.voice.settings import UpdatePhoneNumberSettingsRequest
from dialbook.domain.settings import set_default_calling_name
from dialbook.operations.context import Context


async def update_phone_number_settings(request: UpdatePhoneNumberSettingsRequest, ctx: Context) -> None:
    """Send a default calling name on its way."""
    settings = await ctx.settings()
    outcome = ctx.carrier.calling_name_outcome("", request.calling_name)
    await ctx.tx.put(set_default_calling_name(settings, request.calling_name, outcome, ctx.now, ctx.rules))
