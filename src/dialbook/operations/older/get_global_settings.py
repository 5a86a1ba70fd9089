"""GetGlobalSettings: retrieves the global settings of the account: those for business calling and for voice connectors."""

from __future__ import annotations

from dialbook.contract.chime.settings import (
    BusinessCallingSettings,
    GetGlobalSettingsRequest,
    GetGlobalSettingsResponse,
    VoiceConnectorSettings,
)
from dialbook.operations.context import Context


async def get_global_settings(
    request: GetGlobalSettingsRequest,  # noqa: ARG001 - it has no members
    ctx: Context,
) -> GetGlobalSettingsResponse:
    """Show the buckets for call detail records; settings without one are null."""
    settings = await ctx.settings()
    business, connector = settings.business_calling_cdr_bucket, settings.voice_connector_cdr_bucket
    return GetGlobalSettingsResponse(
        business_calling=BusinessCallingSettings(cdr_bucket=business) if business else None,
        voice_connector=VoiceConnectorSettings(cdr_bucket=connector) if connector else None,
    )
