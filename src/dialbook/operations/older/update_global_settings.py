"""UpdateGlobalSettings: updates the global settings of the account: those for business calling and for voice connectors.

Differs from AWS: the buckets are kept, and nothing is written to them.
"""

from __future__ import annotations

import msgspec

from dialbook.contract.chime.settings import UpdateGlobalSettingsRequest
from dialbook.operations.context import Context


async def update_global_settings(request: UpdateGlobalSettingsRequest, ctx: Context) -> None:
    """Set or clear the buckets for call detail records. Our choice: what is not given stays as it is."""
    settings = await ctx.settings()
    if request.business_calling is not None:
        settings = msgspec.structs.replace(settings, business_calling_cdr_bucket=request.business_calling.cdr_bucket)
    if request.voice_connector is not None:
        settings = msgspec.structs.replace(settings, voice_connector_cdr_bucket=request.voice_connector.cdr_bucket)
    await ctx.tx.put(settings)
