"""Voice connectors in groups: the group has its members in order, and each voice connector knows which groups it is in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialbook.contract.voice.voice_connector_groups import VoiceConnectorItem
from dialbook.domain.voice_connectors import GroupMember, VoiceConnector, VoiceConnectorGroup, join, leave
from dialbook.operations.context import Context


def members_of(items: Iterable[VoiceConnectorItem]) -> tuple[GroupMember, ...]:
    """Return the members that a request names."""
    return tuple(GroupMember(voice_connector_id=item.voice_connector_id, priority=item.priority) for item in items)


async def put_group(group: VoiceConnectorGroup, former: Sequence[GroupMember], ctx: Context) -> None:
    """Write a group, and tell the voice connectors that have joined or left it.

    Raises Refusal NotFound for a member that the account does not have, as both operations model it; nothing is written then.
    """
    present = {member.voice_connector_id for member in group.members}
    for connector_id in sorted(present | {member.voice_connector_id for member in former}):
        connector = await ctx.tx.get(VoiceConnector, (ctx.account, connector_id))
        change = join if connector_id in present else leave
        await ctx.tx.put(change(connector, group.voice_connector_group_id))
    await ctx.tx.put(group)
