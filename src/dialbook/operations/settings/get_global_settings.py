"""GetGlobalSettings: retrieves the global settings of the account: those for voice connectors."""

from __future__ import annotations

from dialbook.contract.voice.settings import (
    GetGlobalSettingsRequest,
    GetGlobalSettingsResponse,
    VoiceConnectorSettings,
)
from dialbook.operations.context import Context


async def get_global_settings(
    request: GetGlobalSettingsRequest,  # noqa: ARG001 - it has no members
    ctx: Context,
) -> GetGlobalSettingsResponse:
    """Show the bucket for call detail records; without one the settings are null, which clients wait for (BEHAVIOUR.md 3.11)."""
    bucket = (await ctx.settings()).voice_connector_cdr_bucket
    return GetGlobalSettingsResponse(voice_connector=VoiceConnectorSettings(cdr_bucket=bucket) if bucket else None)
