"""UpdateGlobalSettings: updates the global settings of the account: those for voice connectors.

Differs from AWS: the bucket is kept, and nothing is written to it.
"""

from __future__ import annotations

import msgspec

from dialbook.contract.voice.settings import UpdateGlobalSettingsRequest
from dialbook.operations.context import Context


async def update_global_settings(request: UpdateGlobalSettingsRequest, ctx: Context) -> None:
    """Set the bucket for call detail records, or clear it: ``{"VoiceConnector": {}}`` does (BEHAVIOUR.md 3.11)."""
    bucket = request.voice_connector.cdr_bucket
    await ctx.tx.put(msgspec.structs.replace(await ctx.settings(), voice_connector_cdr_bucket=bucket))
