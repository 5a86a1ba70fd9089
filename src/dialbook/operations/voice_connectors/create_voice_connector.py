"""CreateVoiceConnector: creates a voice connector, in us-east-1 where no region is named.

Differs from AWS: its outbound host name does not exist: no calls are placed.
"""

from __future__ import annotations

from dialbook.contract.voice.voice_connectors import CreateVoiceConnectorRequest, CreateVoiceConnectorResponse
from dialbook.domain.voice_connectors import DEFAULT_REGION, VoiceConnector
from dialbook.operations.context import Context
from dialbook.operations.quotas import refuse_one_more
from dialbook.operations.tagging import tag
from dialbook.operations.voice_connectors.view import view


async def create_voice_connector(request: CreateVoiceConnectorRequest, ctx: Context) -> CreateVoiceConnectorResponse:
    """Make one voice connector, if the account may have one more in its region."""
    connector = VoiceConnector(
        account=ctx.account,
        voice_connector_id=ctx.ids.voice_connector_id(),
        name=request.name,
        aws_region=request.aws_region or DEFAULT_REGION,
        require_encryption=request.require_encryption,
        integration_type=request.integration_type,
        network_type=request.network_type or "IPV4_ONLY",
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    await refuse_one_more(ctx, VoiceConnector, {"aws_region": connector.aws_region}, ctx.rules.voice_connector_quota)
    await ctx.tx.put(connector)
    await tag(connector.arn, request.tags or (), ctx)
    return CreateVoiceConnectorResponse(voice_connector=view(connector))
